// Opens pages in a browser and prints what is wrong with them, a line each. Called by the tests: browser.mjs JOB.json.
//
// A job names the browser, the folder of the modules, and pages: the file of each, and for days and pairs of
// days what the program answers about them as JSON.
import { createRequire } from 'node:module';
import fs from 'node:fs';
import { pathToFileURL } from 'node:url';

const job = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const require = createRequire(`${job.modules}/`);
const { chromium } = require('playwright-core');
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const worlds = [
  ['light', { width: 1280, height: 900 }, { colorScheme: 'light' }],
  ['dark', { width: 1280, height: 900 }, { colorScheme: 'dark' }],
  ['narrow', { width: 320, height: 640 }, { colorScheme: 'light' }],
];
const wrong = [];

// Texts and values as a page prints them, from those of the JSON: odd characters as escapes.
const cleaned = text => text.replaceAll('\r\n', '\n')
  .replace(/[\0-\x08\x0b-\x1f\x7f\u200b\u202a-\u202e\u2028\u2029]/g, c => `\\u{${c.codePointAt(0).toString(16)}}`);
const mistaken = text => ['yes', 'no', 'true', 'false', 'none', ''].includes(text.trim().toLowerCase())
  || text.startsWith('"') || /[0-9]/.test(text) && !Number.isNaN(Number(text.replace(/[,_]/g, '')));
const value = (found, within) => {
  if (Array.isArray(found)) return found.length ? found.map(it => value(it, true)).join(', ') : 'none';
  if (typeof found === 'string' && (mistaken(found) || within && found.includes(','))) return `"${cleaned(found).replaceAll('"', "'")}"`;
  if (typeof found === 'boolean') return found ? 'yes' : 'no';
  if (Number.isInteger(found) && Math.abs(found) >= 10000) return found.toLocaleString('en-US');
  return cleaned(String(found));
};
const period = date => date === null ? null : date.replace(/^(.*)[?]$/, '$1?').replace(/^(.*)~$/, 'c. $1');
// The names of the parties of a page by id.
let names = {};
const span = length => length && length.replace(/^(\d+)(.)$/, (_, count, unit) => `${count} ${{ d: 'day', w: 'week', m: 'month', y: 'year' }[unit]}${count === '1' ? '' : 's'}`);
const fields = state => ({
  through: period(state.through),
  until: state.until && cleaned(state.until),
  renews: span(state.renews),
  renewals: state.renewals && `at most ${state.renewals}`,
  notice: span(state.notice),
  parties: state.parties.length ? [...state.parties].sort().map(id => cleaned(names[id])).join(', ') : null,
});
const values = state => {
  const found = Object.entries(state.terms).map(([name, it]) => [name, value(it)]);
  return [...found, ...Object.entries(fields(state)).filter(([, it]) => it !== null)].sort();
};
const stateOf = state => ({
  clause: state.id,
  status: state.status,
  disputed: state.disputed,
  values: values(state),
  text: state.text && cleaned(state.text),
  note: state.note && `Note: ${cleaned(state.note)}`,
  by: [state.adopted_by, ...state.changed_by === state.adopted_by ? [] : [state.changed_by]],
  renewed: state.runs ? state.runs.renewed : 0,
});
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const inWords = day => {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${months[month - 1]} ${year}`;
};
const sorted = list => [...list].sort((a, b) => JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const termsOf = terms => ({
  clauses: terms.clauses.map(stateOf),
  undetermined: sorted(terms.undetermined.map(it => [it.clause, it.event])),
});
const bothRead = (it, at) => ({
  values: it.terms.map(term => [term.term, ...['before', 'after'].map(side => term[side] === null ? null : value(term[side]))])
    .concat(Object.keys(fields(it.after)).map(name => [name, fields(it.before)[name], fields(it.after)[name]]).filter(([, old, now]) => old !== now))
    .concat(it.before.status === it.after.status ? [] : [['status', it.before.status, it.after.status]]).sort(),
  texts: it.before.text === it.after.text ? [] : [it.before.text, it.after.text].filter(text => text !== null).map(cleaned),
});
const oneReads = state => ({ values: values(state), texts: state.text === null ? [] : [cleaned(state.text)] });
const tally = diff => {
  const words = [
    ['adopted', 'adopted', 'back in force on the earlier day'],
    ['amended', 'amended', 'different on the earlier day'],
    ['unclear', 'left unclear', 'not unclear on the earlier day'],
    ['ended', 'ended', 'not in force on the earlier day'],
    ['interim', 'came and went in between', 'came and went in between'],
  ];
  const counts = words.flatMap(([name, ahead, behind]) => {
    const [{ certain, perhaps }, done] = [diff.counts[name], diff.reversed ? behind : ahead];
    if (!certain) return perhaps ? [`${perhaps} perhaps ${done}`] : [];
    return [`${certain} ${done}${perhaps ? `, ${perhaps} perhaps` : ''}`];
  });
  const learned = diff.counts.learned.certain + diff.counts.learned.perhaps;
  if (learned) counts.push(`more learned of ${learned} clause${learned > 1 ? 's' : ''}`);
  return counts.join(', ') || 'no clause differs';
};
// Whether only that a clause was adopted became known.
const isReport = (it, diff) => {
  const later = it[diff.reversed ? 'before' : 'after'];
  const adoption = it.how === 'adopted' && it.by.find(done => done.event === later.adopted_by);
  return Boolean(adoption) && (adoption.report || adoption.kind === 'learned');
};
const diffOf = diff => {
  const lists = {};
  for (const list of ['adopted', 'amended', 'ended', 'interim']) {
    lists[list] = sorted(diff[list].map(it => ({
      clause: it.clause,
      how: it.how,
      doubt: it.uncertain.map(side => diff[side].day).sort(),
      events: [...it.events, ...it.reports].sort(),
      learned: [...it.terms, ...it.fields].some(value => value.kind === 'learned') || it.how === 'learned' || isReport(it, diff),
      ...it.before && it.after ? bothRead(it) : it.before || it.after ? oneReads(it.before || it.after) : { values: [], texts: [] },
    })));
  }
  return {
    ...lists,
    touched: sorted(diff.unchanged.filter(it => it.events.length).map(it => [it.clause, it.events])),
    told: [tally(diff), diff.events.length, diff.reports.length],
    undetermined: sorted(diff.undetermined.map(it => [it.clause, it.event, diff[it.side].day])),
  };
};

// What the page shows, read in the browser.
const read = ([days, pairs]) => {
  const set = (id, day) => {
    const input = document.getElementById(id);
    input.value = day;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const bare = dd => {
    const copy = dd.cloneNode(true);
    copy.querySelectorAll(':scope > i').forEach(em => em.remove());
    const data = copy.querySelector('data');
    if (data) return data.value;
    return copy.textContent.trim();
  };
  // A value without its unit, as the table of versions has it.
  const plain = (clause, term, text) => {
    const found = [...document.querySelectorAll(`[id="clause-${clause}"] [data-term="${term}"] data`)].find(it => it.textContent === text);
    return found ? found.value : text;
  };
  const id = article => article.querySelector('h3 code').textContent;
  const entries = article => [...article.querySelectorAll('dl > div')]
    .map(div => [div.dataset.term, bare(div.querySelector('dd'))]).sort();
  const event = link => link.hash.slice('#event-'.length);
  const open = (selector, dated) => [...document.querySelectorAll(`${selector} > ul > li[data-clause]`)].map(li => {
    const found = [li.dataset.clause, event(li.querySelector('a'))];
    return dated ? [...found, li.querySelector('time').dateTime] : found;
  });
  const often = run => {
    const [, once, times] = run && run.textContent.match(/renewed (?:(once)|(\d+))/) || [];
    return once ? 1 : Number(times || 0);
  };
  const shownOn = day => {
    set('day', day);
    return {
      clauses: [...document.querySelectorAll('#day-terms > article')].map(article => {
        const [status, ...marks] = article.querySelector('.status').textContent.split(', ');
        // What is in force bears the word at its end itself.
        const ends = [...article.querySelectorAll('[data-term=through] em, [data-term=until] em')];
        const doubts = [...marks, ...ends.map(mark => mark.textContent.replace(/[()]/g, ''))];
        const text = article.querySelector('blockquote');
        const note = article.querySelector('.note');
        return {
          clause: id(article),
          status,
          disputed: doubts.some(mark => mark.endsWith('disputed')),
          values: entries(article),
          text: text && text.textContent,
          note: note && note.textContent,
          by: [...article.querySelectorAll('.since a')].map(event),
          renewed: often(article.querySelector(':scope > span')),
        };
      }),
      undetermined: open('#day-terms', false),
    };
  };
  const events = article => [...new Set([...article.querySelectorAll('.events > li')].map(li => event(li.querySelector('a[href^="#event-"]'))))];
  const shownBetween = (from, to) => {
    set('from', from);
    set('to', to);
    const found = { adopted: [], amended: [], ended: [], interim: [] };
    for (const group of document.querySelectorAll('#difference-terms > div')) {
      const list = ['learned', 'unclear'].includes(group.dataset.list) ? 'amended' : group.dataset.list;
      found[list].push(...[...group.querySelectorAll('article')].map(article => {
        const terms = [...article.querySelectorAll('li[data-term]')].map(li => [
          li.dataset.term,
          ...['.old', '.new'].map(side => li.querySelector(side) && plain(id(article), li.dataset.term, li.querySelector(side).textContent.replace(/ \([^()]*\)$/, ''))),
        ]).sort();
        const doubt = article.querySelector('.doubt');
        return {
          clause: id(article),
          how: article.dataset.how,
          doubt: doubt ? [...doubt.querySelectorAll('time')].map(time => time.dateTime).sort() : [],
          events: events(article).sort(),
          learned: article.dataset.learned !== undefined,
          values: article.querySelector('li[data-term]') ? terms : entries(article),
          texts: [...article.querySelectorAll('blockquote')].map(text => text.textContent),
        };
      }));
    }
    const touched = [...document.querySelectorAll('#difference-terms > article')].map(article => [id(article), events(article)]);
    const told = document.getElementById('difference-told').textContent.match(/^From .*?: (.*); (\d+) events?; (\d+) reports?/).slice(1).map((it, place) => place ? Number(it) : it);
    return { ...found, touched, told, undetermined: open('#difference-terms', true) };
  };
  return [days.map(shownOn), pairs.map(([from, to]) => shownBetween(from, to))];
};

const compare = (name, what, shown, answer) => {
  const [a, b] = [JSON.stringify(shown), JSON.stringify(answer)];
  if (a !== b) {
    const at = [...a].findIndex((c, place) => c !== b[place]);
    wrong.push(`${name}: ${what}: the page shows …${a.slice(Math.max(at - 60, 0), at + 120)}… and the program says …${b.slice(Math.max(at - 60, 0), at + 120)}…`);
  }
};

const browser = await chromium.launch({
  executablePath: job.browser,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const opened = async (name, file, options = {}, hash = '') => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('dialog', dialog => { wrong.push(`${name}: it opens a dialog`); dialog.dismiss(); });
  page.on('pageerror', error => wrong.push(`${name}: its script fails: ${error.message}`));
  page.on('console', message => { if (message.type() === 'error') wrong.push(`${name}: the console says ${message.text()}`); });
  const own = pathToFileURL(file).href;
  page.on('request', request => { if (request.url().split('#')[0] !== own) wrong.push(`${name}: it asks for ${request.url()}`); });
  await page.goto(own + hash, { waitUntil: 'load' });
  return { context, page };
};
const inEachWorld = async (page, look) => {
  for (const [world, size, media] of worlds) {
    await page.setViewportSize(size);
    await page.emulateMedia(media);
    await look(world);
  }
};
// The pages that it takes on paper.
const printed = async (name, file, most) => {
  const { context, page } = await opened(name, file);
  for (const format of ['A4', 'Letter']) {
    const paper = (await page.pdf({ format, preferCSSPageSize: true })).toString('latin1');
    const count = paper.match(/\/Type \/Page\b/g).length;
    if (count > most) wrong.push(`${name}: it takes ${count} pages of ${format}, more than ${most}`);
  }
  await context.close();
};
// By the tabulator the chart has one mark; the arrow keys lead to all others, and Enter follows.
const walked = async (name, page) => {
  const at = () => page.evaluate(() => {
    const [it, lanes] = [document.activeElement, [...document.querySelectorAll('.lanes .lane')]];
    const lane = it.closest('.lane');
    return [lanes.indexOf(lane), lane ? [...lane.querySelectorAll('a')].indexOf(it) : -1, it.getAttribute('href')];
  });
  const press = async (key, wanted) => {
    await page.keyboard.press(key);
    const [lane, place] = await at();
    if (lane !== wanted[0] || wanted[1] !== null && place !== wanted[1]) wrong.push(`${name}: ${key} leads to mark ${place} of lane ${lane}, not to ${wanted}`);
  };
  const stops = await page.locator('.track a[tabindex="0"]').count();
  if (stops !== 1) wrong.push(`${name}: ${stops} marks of the chart are stops of the tabulator`);
  await page.focus('.lane:has(.track a) .name');
  const [first] = await at();
  await press('ArrowRight', [first, 1]);
  await press('Home', [first, 0]);
  await press('ArrowRight', [first, 1]);
  await press('ArrowDown', [first + 1, null]);
  await press('ArrowUp', [first, null]);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const [, , href] = await at();
  await page.keyboard.press('Enter');
  const hash = await page.evaluate(() => location.hash);
  if (hash !== href) wrong.push(`${name}: Enter on a mark leads to ${hash}, not to ${href}`);
};
// How far what is seen moves by itself while an address is opened, without any input.
const settled = async (name, file, hashes) => {
  for (const viewport of [{ width: 1440, height: 900 }, { width: 360, height: 740 }]) {
    for (const hash of hashes) {
      const { context, page } = await opened(name, file, { viewport }, hash);
      await page.waitForTimeout(300);
      const shift = await page.evaluate(() => new Promise(done => {
        new PerformanceObserver(list => done(list.getEntries().reduce((sum, it) => sum + it.value, 0))).observe({ type: 'layout-shift', buffered: true });
        setTimeout(done, 200, 0);
      }));
      if (shift >= 0.02) wrong.push(`${name}: at ${viewport.width} pixels ${hash || 'without an address'} it shifts by ${shift}`);
      await context.close();
    }
  }
};
const judged = async (name, file) => {
  // The judge is a script of its own, which the page's policy would not let in.
  const { context, page } = await opened(name, file, { bypassCSP: true });
  await page.addScriptTag({ content: axe });
  await inEachWorld(page, async world => {
    const found = await page.evaluate(async only => (await window.axe.run(document, { resultTypes: ['violations'], runOnly: only })).violations
      .map(it => `${it.id}: ${it.nodes[0].html.slice(0, 160)}`), rules);
    for (const it of found) wrong.push(`${name}, ${world}: axe finds ${it}`);
  });
  await context.close();
};

// What is copied of a clause and of an event.
const copied = async (name, page, copies) => {
  await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => { window.copied = text; return Promise.resolve(); } } }));
  for (const [id, texts] of copies) {
    const text = await page.evaluate(async id => {
      location.hash = `#${id}`;
      const acts = () => [...document.querySelectorAll(`[id="${id}"] .acts button`)];
      for (let tries = 0; !acts().length && tries < 50; tries += 1) await new Promise(done => setTimeout(done, 20));
      acts()[0].click();
      return window.copied;
    }, id);
    for (const it of texts) if (!text.includes(it)) wrong.push(`${name}: “${it}” is not in what is copied of ${id}: ${text}`);
  }
};

for (const { name, file, bare, brief, judge, days, pairs, texts, copies, parties } of job.pages) {
  names = parties;
  const { context, page } = await opened(name, file);
  await inEachWorld(page, async world => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) wrong.push(`${name}, ${world}: it is ${wide} pixels wider than the window`);
  });
  const marks = await page.evaluate(() => ({
    elements: ['img', 'iframe', 'object', 'embed', 'form', 'base', 'link', 'audio', 'video'].filter(tag => document.querySelector(tag)),
    scripts: document.scripts.length,
    handlers: [...document.querySelectorAll('*')].filter(it => it.getAttributeNames().some(attribute => /^(on|style$|srcdoc$)/.test(attribute))).length,
    links: [...document.links].map(link => link.getAttribute('href')).filter(href => !/^(#|https?:\/\/)/.test(href)),
    lost: [...document.querySelectorAll('a[href^="#"]')].map(link => link.getAttribute('href').slice(1)).filter(id => !/^(day|diff)=/.test(id) && !document.getElementById(id)),
    hit: window.hit,
  }));
  compare(name, 'what a page may hold', marks, { elements: [], scripts: 1, handlers: 0, links: [], lost: [] });
  const all = await page.evaluate(() => document.body.textContent);
  for (const text of texts) if (!all.includes(text)) wrong.push(`${name}: “${text}” is not on it`);
  if (days.length) {
    const [terms, diffs] = await page.evaluate(read, [days.map(([day]) => day), pairs.map(([from, to]) => [from, to])]);
    days.forEach(([day, answer], place) => {
      terms[place].undetermined = sorted(terms[place].undetermined);
      compare(name, `terms on ${day}`, terms[place], termsOf(answer));
    });
    pairs.forEach(([from, to, answer], place) => {
      const shown = diffs[place];
      for (const list of Object.keys(shown)) if (list !== 'told') shown[list] = sorted(shown[list]);
      compare(name, `diff from ${from} to ${to}`, shown, diffOf(answer));
    });
    // The slider by its keys stops on each day in turn, and says so.
    const stops = await page.evaluate(() => [...document.getElementById('days').options].map(option => option.value));
    await page.focus('#slide');
    await page.keyboard.press('Home');
    for (const [place, stop] of stops.entries()) {
      if (place) await page.keyboard.press('ArrowRight');
      const [day, told, spoken] = await page.evaluate(() => [
        document.getElementById('day').value,
        document.getElementById('day-told').textContent,
        document.getElementById('slide').getAttribute('aria-valuetext'),
      ]);
      if (day !== stop || !told.startsWith(`At the close of ${inWords(stop)}: `) || !spoken.startsWith(inWords(stop))) {
        wrong.push(`${name}: after ${place} steps the slider stands on ${day} and says ${spoken}, ${told}, instead of ${stop}`);
        break;
      }
    }
    // Every number says, where it is pointed at, what it stands for: the first of its kind by itself.
    const unsaid = await page.evaluate(() => [...document.querySelectorAll('small a[href^="#s"]:not([popover] a)')].filter(it => {
      it.dispatchEvent(new Event('mouseover', { bubbles: true }));
      return !it.title;
    }).length);
    if (unsaid) wrong.push(`${name}: ${unsaid} numbers do not say what they stand for`);
    // An address asks for a day or for two, and Back and a reload keep what was asked.
    const [first, last] = [stops[0], stops.at(-1)];
    const address = await page.evaluate(() => location.href.split('#')[0]);
    const at = async (what, hash, fields) => {
      const found = await page.evaluate(() => [location.hash, ...['day', 'from', 'to'].map(id => document.getElementById(id).value)]);
      const wanted = [hash, ...fields];
      if (wanted.some((value, place) => value !== null && value !== found[place])) wrong.push(`${name}: ${what}: ${found} instead of ${wanted}`);
    };
    await page.goto(`${address}#day=${first}`);
    await at('an address of a day', `#day=${first}`, [first, null, null]);
    await page.goto(`${address}#diff=${first}..${last}`);
    await at('an address of two days', `#diff=${first}..${last}`, [null, first, last]);
    await page.goBack();
    await at('back', `#day=${first}`, [first, null, null]);
    await page.reload();
    await at('a reload', `#day=${first}`, [first, null, null]);
    // A month stands for its last day, and what is no day for none.
    for (const [month, last] of [['2023-01', 31], ['2023-02', 28], ['2024-02', 29], ['2023-04', 30]]) {
      await page.goto(`${address}#day=${month}`);
      const day = await page.evaluate(() => document.getElementById('day').value);
      if (day !== `${month}-${last}`) wrong.push(`${name}: the address of the month ${month} asks for ${day}`);
    }
    for (const asked of ['#day=2023-02-29', '#diff=2023-13..2024']) {
      await page.goto(`${address}${asked}`);
      const told = await page.evaluate(() => [...document.querySelectorAll('#day-told, #difference-told')].map(it => it.textContent));
      const left = await page.evaluate(id => document.getElementById(id).childElementCount, asked.startsWith('#day') ? 'day-terms' : 'difference-terms');
      if (!told.some(words => words.includes('is no day')) || left) wrong.push(`${name}: ${asked} is answered: ${told}`);
    }
    // What is gone and new of verbatim texts is marked.
    await page.goto(`${address}#diff=${first}..${last}`);
    const unmarked = await page.evaluate(() => [...document.querySelectorAll('#difference-terms article')].filter(it => {
      const labels = [...it.querySelectorAll('.label')].map(label => label.textContent);
      return ['before, verbatim', 'after, verbatim'].every(label => labels.includes(label)) && !it.querySelector('ins, del');
    }).length);
    if (unmarked) wrong.push(`${name}: ${unmarked} pairs of verbatim texts are not marked`);
    // What an address leads to is not folded or filtered away.
    await page.keyboard.press('/');
    await page.keyboard.type('no such words');
    const hidden = await page.evaluate(() => [document.querySelectorAll('#clauses article:not([hidden]), #story article:not([hidden])').length, document.getElementById('found').textContent]);
    if (hidden[0] || !hidden[1].startsWith('0 of ')) wrong.push(`${name}: what is not found is shown: ${hidden}`);
    const target = await page.evaluate(() => (document.querySelector('#story article[id]') || {}).id);
    if (target) {
      await page.goto(`${address}#${target}`);
      const folded = await page.evaluate(id => document.getElementById(id).hidden || !document.getElementById(id).querySelector('details').open || !document.getElementById(id).closest('.part').open, target);
      if (folded) wrong.push(`${name}: ${target} is folded or hidden`);
    }
    await page.goto(`${address}#day=${last}`);
    await page.click('#earlier');
    const earlier = await page.evaluate(() => document.getElementById('day').value);
    if (stops.length > 1 && earlier !== stops.at(-2)) wrong.push(`${name}: one day earlier is ${earlier}, not ${stops.at(-2)}`);
  }
  await copied(name, page, copies);
  if (judge) await walked(name, page);
  await context.close();

  if (brief) await settled(name, file, ['', '#clause-ip-license', '#event-agreement-amended', '#day=2024-12-31', '#diff=2024-12-31..2025-10-31']);
  if (brief) await printed(`${name}, in brief`, brief, 6);
  if (brief) await printed(name, file, 50);
  if (!judge) continue;
  if (brief) await judged(`${name}, in brief`, brief);
  await judged(name, file);
  await judged(`${name}, without a script`, bare);
  const still = await opened(`${name}, scripts off`, file, { javaScriptEnabled: false });
  const shown = await still.page.locator('.scripted:visible').count();
  if (shown) wrong.push(`${name}: with scripts off ${shown} parts are shown that need one`);
  const text = await still.page.locator('body').textContent();
  for (const it of texts) if (!text.includes(it)) wrong.push(`${name}: with scripts off “${it}” cannot be read`);
  await still.context.close();
}
await browser.close();
console.log(wrong.join('\n'));
