'use strict';
// Where an address asks for something, nothing is shown before it is there.
document.documentElement.classList.toggle('wait', location.hash);
addEventListener('load', () => document.documentElement.classList.remove('wait'));
addEventListener('DOMContentLoaded', () => {
  const get = id => document.getElementById(id);
  const make = (name, ...inside) => {
    const element = document.createElement(name);
    element.append(...inside);
    return element;
  };
  // Boxes of sources in a copy get ids of their own.
  let boxes = 0;
  const copies = nodes => [...nodes].map(node => {
    const copy = node.cloneNode(true);
    for (const button of copy.querySelectorAll ? copy.querySelectorAll('[popovertarget]') : []) {
      const id = `copy-${boxes += 1}`;
      button.nextElementSibling.id = id;
      button.setAttribute('popovertarget', id);
    }
    return copy;
  });

  // The rows of each clause: from each row's first day it stands as the row says, up to the next row's.
  const clauses = [...document.querySelectorAll('#clauses article')].map(section => {
    const title = section.querySelector('h4 > span').textContent;
    const id = section.id.slice('clause-'.length);
    const rows = [];
    for (const row of section.querySelectorAll('.versions > tbody > tr')) {
      const before = rows.at(-1);
      // What is as in the row above is not said again.
      const data = { ...before && before.data, ...row.dataset };
      const above = before && row.dataset.whole === undefined ? before : { terms: [], text: [], note: [] };
      const [head, , cell] = row.cells;
      // How it stands, with how firm that is.
      const words = head.querySelector('p').firstChild.data;
      const [status] = words.split(', ');
      const others = selector => [...cell.querySelectorAll(selector)];
      rows.push({
        row,
        data,
        from: head.firstChild.dateTime || '',
        words,
        status,
        stands: ['in force', 'unclear'].includes(status),
        // What had become of the clause, as [how, since]: seen from that day up to the next entry's, or to its own
        // first day, from which on nothing has; `how+learned` where something of it was learned.
        became: row.dataset.how.split(' ').map(entry => entry.split(':')),
        // How it reads: what the row says, and else what the rows above say.
        terms: new Map([...above.terms, ...others('dl > div').map(entry => [entry.dataset.term, entry])]),
        text: cell.querySelector('blockquote') ? others('.label, blockquote') : above.text,
        note: cell.querySelector('.note') ? others('.note') : above.note,
        runs: others('.runs > li'),
      });
    }
    return { id, title, rows };
  });
  const days = [...get('days').options].map(option => ({ day: option.value, label: option.label }));
  if (!days.length) return;

  const { today, recorded } = get('main').dataset;
  const count = (n, noun) => `${n} ${noun}${n === 1 ? '' : 's'}`;
  const words = day => new Date(day).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  const time = day => {
    const element = make('time', words(day));
    element.dateTime = day;
    return element;
  };
  const beyond = day => recorded && day > recorded ? ` The record ends with ${words(recorded)}; for later days it is assumed that nothing else happened.` : '';
  const at = (clause, day) => clause.rows.findLast(row => row.from <= day);
  const pending = found => found ? [...found.row.querySelectorAll('.pending > li')] : [];

  const heading = clause => {
    const link = make('a', clause.title);
    link.href = `#clause-${clause.id}`;
    return make('h3', link, ' ', make('code', clause.id));
  };
  const article = (clause, ...inside) => {
    const element = make('article', heading(clause), ...inside);
    element.className = 'found';
    element.dataset.clause = clause.id;
    return element;
  };
  const line = (words, name) => {
    const element = make('p', words);
    element.className = name;
    return element;
  };

  const by = event => {
    const found = get(`event-${event}`);
    if (!found) return event;
    const link = make('a', found.querySelector('h4 > span').textContent);
    link.href = `#event-${event}`;
    return link;
  };
  const since = ({ data }) => {
    if (!data.since) return [];
    const element = line(`adopted ${data.since}: `, 'since');
    element.append(by(data.by));
    if (data.then) element.append(`; ${data.then}: `, by(data.last));
    return [element];
  };
  // The term for which it runs on a day, where it renews; terms that are far off are not listed.
  const far = make('li', make('span', 'renewed further, if nobody gave notice; to when is not listed here'));
  far.dataset.often = Infinity;
  const running = (found, day) => {
    const run = found && found.runs.findLast(it => it.firstChild.dateTime <= day);
    return run && run.dataset.to < day ? far : run;
  };
  const whole = (found, day) => [...found.terms.size ? [make('dl', ...copies(found.terms.values()))] : [], ...copies([running(found, day)].flatMap(run => run ? run.lastChild : [])), ...copies([...found.text, ...found.note])];

  // The terms of one day. What a slide leaves as it was is kept.
  const kept = new Map();
  const stood = (clause, found, day) => {
    const [before, run] = [kept.get(clause.id), running(found, day)];
    if (before && before.found === found && before.run === run) return before.element;
    const open = pending(found).length ? ', undetermined' : '';
    const element = article(clause, line(found.words + open, 'status'), ...whole(found, day), ...since(found));
    kept.set(clause.id, { found, run, element });
    return element;
  };
  const undetermined = (list, words) => {
    const items = list.map(([clause, item, day]) => {
      const line = make('li', clause.title, ...day ? [', on ', time(day)] : [], ': ', ...copies(item.childNodes));
      line.dataset.clause = clause.id;
      return line;
    });
    return items.length ? [make('h3', words), make('ul', ...items)] : [];
  };
  // Puts nodes into a box, and leaves those alone that are there.
  const update = (box, nodes) => {
    const wanted = new Set(nodes);
    for (const old of [...box.childNodes]) if (!wanted.has(old)) old.remove();
    let next = box.firstChild;
    for (const node of nodes) {
      if (node === next) next = next.nextSibling;
      else box.insertBefore(node, next);
    }
  };
  const showDay = day => {
    const found = clauses.map(clause => [clause, at(clause, day)]).filter(([, row]) => row);
    const standing = found.filter(([, row]) => row.stands);
    const open = found.flatMap(([clause, row]) => pending(row).map(item => [clause, item]));
    const unclear = standing.filter(([, row]) => row.status === 'unclear').length;
    const counts = [`${standing.length - unclear} in force`];
    if (unclear) counts.push(`${unclear} unclear`);
    if (open.length) counts.push(`${count(open.length, 'change')} may already have happened`);
    const later = standing.filter(([, row]) => row.row.dataset.known > day).length;
    const hindsight = later ? ` ${count(later, 'clause')} ${later > 1 ? 'are' : 'is'} told with what became known only later; --known-by ${day} leaves that out.` : '';
    get('day-told').textContent = `At the close of ${words(day)}: ${counts.join('; ')}.${hindsight}${beyond(day)}`;
    update(get('day-terms'), [
      ...standing.map(([clause, row]) => stood(clause, row, day)),
      ...undetermined(open, 'Undetermined'),
    ]);
  };

  // The difference of two days.
  const values = found => new Map([...found.terms].map(([term, entry]) => [
    term,
    { label: entry.querySelector('dt').textContent, number: entry.dataset.v, text: entry.querySelector('dd').textContent },
  ]));
  const became = (day, after) => (after && day < after.from ? after.became.findLast(([, since]) => since <= day)[0] : 'unchanged').split('+');
  const pair = (name, old, now, label = name) => {
    const mark = (text, kind) => {
      const element = make('span', text);
      element.className = kind;
      return element;
    };
    const line = make('li', `${label}: `);
    if (old !== undefined) line.append(mark(old, 'old'), now === undefined ? ' (gone)' : ' → ');
    if (now !== undefined) line.append(mark(now, 'new'), old === undefined ? ' (new)' : '');
    line.dataset.term = name;
    return line;
  };
  const changed = (before, after, marked) => {
    const list = make('ul');
    if (before.status !== after.status) list.append(pair('status', before.status, after.status));
    const [old, now] = [values(before), values(after)];
    for (const name of new Set([...old.keys(), ...now.keys()])) {
      const [a, b] = [old.get(name), now.get(name)];
      if (!a || !b || a.number !== b.number) list.append(pair(name, a && a.text, b && b.text, (a || b).label));
    }
    const [from, to] = [before, after].map(found => found.text[1]);
    const differs = !from || !to || from.dataset.v !== to.dataset.v;
    const texts = [['before', from], ['after', to]].filter(([, text]) => differs && text).flatMap(([word, text]) => {
      const label = text.previousElementSibling.textContent;
      return [line(`${word}, ${label[0].toLowerCase()}${label.slice(1)}`, 'label'), text.cloneNode(true)];
    });
    if (!differs || !marked.length) return [list, ...texts];
    return [list, ...marked, make('details', make('summary', 'Both texts whole'), ...texts)];
  };
  // What each change between verbatim texts did to them, in order; nothing where one of the texts is not verbatim.
  const redlines = (before, rows, back) => {
    const version = ({ text: [, text] }) => text ? text.dataset.v || '0' : '';
    const turns = rows.filter((row, place) => version(row) !== version(place ? rows[place - 1] : before));
    const marked = turns.map(({ row }) => [row.querySelector('time').textContent, row.querySelector('.redline')]);
    if (marked.some(([, text]) => !text)) return [];
    if (back) marked.reverse();
    return marked.flatMap(([day, text]) => {
      const copy = text.cloneNode(true);
      if (back) for (const it of copy.querySelectorAll('ins, del')) it.replaceWith(make(it.tagName === 'INS' ? 'del' : 'ins', it.textContent));
      return marked.length > 1 ? [line(day, 'label'), copy] : [copy];
    });
  };
  const doubt = (sides, ended) => {
    const open = sides.filter(([found]) => pending(found).length).map(([, day]) => day);
    const [, ...marks] = ended ? ended.words.split(', ') : [];
    if (!open.length) return marks.filter(mark => mark.startsWith('if ')).map(mark => line(mark, 'doubt'));
    const element = line('undetermined on ', 'doubt');
    element.append(...open.flatMap((day, place) => place ? [' and ', time(day)] : [time(day)]));
    return [element];
  };
  const lists = [
    ['adopted', 'Adopted', 'Back in force on the earlier day'],
    ['amended', 'Amended', 'Different on the earlier day'],
    ['learned', 'Only learned of', 'Not known on the earlier day'],
    ['unclear', 'Left unclear', 'Not unclear on the earlier day'],
    ['ended', 'Ended', 'Not in force on the earlier day'],
    ['interim', 'Came and went in between', 'Came and went in between'],
  ];
  const listOf = (how, back) => {
    if (how === 'adopted') return back ? 'ended' : 'adopted';
    if (['ended', 'expired'].includes(how)) return back ? 'adopted' : 'ended';
    return how;
  };
  const perhaps = articles => articles.filter(it => it.querySelector('.doubt')).length;
  const counted = (articles, done) => {
    const [certain, open] = [articles.length - perhaps(articles), perhaps(articles)];
    if (!certain) return `${open} perhaps ${done}`;
    return `${certain} ${done}${open ? `, ${open} perhaps` : ''}`;
  };
  const showDifference = (from, to) => {
    const back = from > to;
    const [early, late] = back ? [to, from] : [from, to];
    const groups = new Map();
    const [deeds, reports] = [new Set(), new Set()];
    const [touched, renewed, open] = [[], [], []];
    for (const clause of clauses) {
      const [before, after] = [at(clause, early), at(clause, late)];
      const sides = back ? [[after, from], [before, to]] : [[before, from], [after, to]];
      for (const [found, day] of sides) open.push(...pending(found).map(item => [clause, item, day]));
      const [run, last] = [running(before, early), running(after, late)];
      if (!back && run && last && Number(last.dataset.often) > Number(run.dataset.often)) renewed.push(make('li', clause.title, ' ', ...copies(last.lastChild.childNodes)));
      const between = clause.rows.filter(row => early < row.from && row.from <= late);
      const done = between.flatMap(row => [...row.row.querySelectorAll('.done > li')]);
      const did = item => {
        const link = item.querySelector('a[href^="#event-"]');
        return link ? link.hash : item.textContent;
      };
      const isTold = item => item && item.dataset.told !== undefined;
      for (const item of done) (isTold(item) ? reports : deeds).add(did(item));
      const [how, learned] = became(early, after);
      const heads = make('ul', ...done.map(item => {
        const head = item.querySelector('div');
        const day = head.querySelector('time') ? '' : `${item.closest('tr').querySelector('time').textContent}: `;
        return make('li', day, ...copies(head.childNodes));
      }));
      heads.className = 'events';
      if (how === 'unchanged') {
        if (done.length) touched.push(article(clause, heads));
        continue;
      }
      const [first, second] = back ? [after, before] : [before, after];
      const list = listOf(how, back);
      const both = () => changed(first, second, redlines(before, between, back));
      const reads = {
        adopted: () => whole(second, to),
        ended: () => [line('was', 'label'), ...whole(first, from)],
        amended: both,
        learned: both,
        unclear: both,
        interim: () => [line('in force only in between', 'label')],
      }[list]();
      const element = article(clause, line(how, 'status'), ...doubt(sides, how === 'expired' && after), ...reads, heads);
      element.dataset.how = how;
      // Also where only that it was adopted became known.
      const isReport = how === 'learned' || how === 'adopted' && isTold(done.find(item => did(item) === `#event-${after.data.by}`));
      if (learned || isReport) element.dataset.learned = '';
      groups.set(list, [...groups.get(list) || [], element]);
    }
    const shown = lists.filter(([list]) => groups.has(list));
    const agreed = shown.filter(([list]) => list !== 'learned');
    const counts = agreed.map(([list, ahead, behind]) => counted(groups.get(list), (back ? behind : ahead).toLowerCase()));
    const learned = [...groups.values()].flat().filter(it => it.dataset.learned !== undefined);
    if (learned.length) counts.push(`more learned of ${count(learned.length, 'clause')}`);
    const told = [...reports].filter(event => !deeds.has(event));
    const all = [counts.join(', ') || 'no clause differs', count(deeds.size, 'event'), count(told.length, 'report')].join('; ');
    get('difference-told').textContent = `From the close of ${words(from)} to the close of ${words(to)}: ${all}${back ? '; this goes back in time' : ''}.${beyond(late)}`;
    get('difference-terms').replaceChildren(
      ...shown.flatMap(([list, ahead, behind]) => {
        const [articles, open] = [groups.get(list), perhaps(groups.get(list))];
        const group = make('div', make('h3', `${back ? behind : ahead} (${articles.length}${open ? `, ${open} of them perhaps` : ''})`), ...articles);
        group.dataset.list = list;
        return [group];
      }),
      ...renewed.length ? [make('h3', 'Renewed in between'), make('ul', ...renewed)] : [],
      ...touched.length ? [make('h3', `Touched, but reading as before (${touched.length})`), ...touched] : [],
      ...undetermined(open, 'Undetermined'),
    );
  };

  const slide = get('slide');
  const isDay = text => /^\d{4}-\d\d-\d\d$/.test(text);
  const noDay = asked => typeof asked === 'string' && `“${asked}” is no day: write it as in 2024-12-31.`;
  // The last day of a month or of a year stands for it; a field takes no day that there is not.
  const take = (field, when) => {
    const ends = { 4: ['-12-31'], 7: ['-31', '-30', '-29', '-28'] }[when.length] || [''];
    ends.some(end => {
      field.value = when + end;
      return field.value;
    });
  };
  const setDay = (day, asked) => {
    if (!isDay(day)) {
      get('day-told').textContent = noDay(asked) || 'Choose a day.';
      update(get('day-terms'), []);
      return;
    }
    const place = days.findLastIndex(stop => stop.day <= day);
    slide.value = Math.max(place, 0);
    const stop = days[place];
    slide.setAttribute('aria-valuetext', stop ? `${words(day)}, as since ${words(stop.day)}${stop.label ? `: ${stop.label}` : ''}` : `${words(day)}, before anything is recorded`);
    get('earlier').disabled = place <= 0;
    get('later').disabled = place === days.length - 1;
    get('day').value = day;
    showDay(day);
  };
  const step = by => {
    const place = days.findLastIndex(stop => stop.day <= get('day').value) + by;
    if (days[place]) setDay(days[place].day);
  };
  const setDifference = (...asked) => {
    const days = ['from', 'to'].map(id => get(id).value);
    if (days.every(isDay)) {
      showDifference(...days);
      return;
    }
    get('difference-told').textContent = noDay(asked.find((_, place) => !days[place])) || 'Choose two days.';
    get('difference-terms').replaceChildren();
  };
  // The address of what is asked: `#day=2024-12-31`, `#diff=2024-12-31..2025-10-31`.
  const dayAsked = () => `#day=${get('day').value}`;
  const differenceAsked = () => `#diff=${get('from').value}..${get('to').value}`;
  const ask = hash => {
    if (location.hash !== hash && hash.slice(1).split(/=|[.][.]/).slice(1).every(isDay)) history.pushState(null, '', hash);
  };
  const go = id => {
    const section = get(id);
    section.querySelector('details').open = true;
    section.scrollIntoView();
  };
  const takeDay = day => {
    take(get('day'), day);
    setDay(get('day').value, day);
  };
  const takeDifference = (from, to) => {
    take(get('from'), from);
    take(get('to'), to);
    setDifference(from, to);
  };
  // Goes where the address says. What is folded is opened, and what is filtered away is shown.
  const follow = () => {
    const [, day] = location.hash.match(/^#day=(.+)$/) || [];
    const [, from, to] = location.hash.match(/^#diff=(.+?)(?:[.][.](.*))?$/) || [];
    if (!location.hash || day) takeDay(day || today);
    if (!location.hash || from) takeDifference(from || days[0].day, to || today);
    if (day) go('on-a-day');
    if (from) go('difference');
    const target = get(location.hash.slice(1)) || document.querySelector(':target');
    if (!target) return;
    if (target.closest('[hidden]')) clear();
    for (let it = target.querySelector(':scope > details') || target; it; it = it.parentElement) if (it.tagName === 'DETAILS') it.open = true;
    target.scrollIntoView();
  };
  slide.max = days.length - 1;
  slide.addEventListener('input', () => setDay(days[slide.valueAsNumber].day));
  get('day').addEventListener('input', () => setDay(get('day').value));
  for (const id of ['slide', 'day']) get(id).addEventListener('change', () => ask(dayAsked()));
  for (const [id, by] of [['earlier', -1], ['later', 1]]) {
    get(id).addEventListener('click', () => {
      step(by);
      ask(dayAsked());
    });
  }
  for (const id of ['from', 'to']) {
    get(id).addEventListener('input', () => setDifference());
    get(id).addEventListener('change', () => ask(differenceAsked()));
  }

  // What is copied is plain text.
  const copy = (button, text) => {
    const said = button.textContent;
    const tell = words => {
      button.textContent = words;
      setTimeout(() => { button.textContent = said; }, 1500);
    };
    if (navigator.clipboard) navigator.clipboard.writeText(text).then(() => tell('Copied'), () => tell('Not copied'));
    else tell('Not copied');
  };
  const link = hash => location.href.split('#')[0] + hash;
  get('copy-day').addEventListener('click', event => copy(event.target, link(dayAsked())));
  get('copy-difference').addEventListener('click', event => copy(event.target, link(differenceAsked())));
  const without = (selector, it) => {
    const words = it.cloneNode(true);
    for (const gone of words.querySelectorAll(selector)) gone.remove();
    return words.textContent.trim().replace(/ +([.;,])/g, '$1').replace(/ {2,}/g, ' ');
  };
  // What a number stands for, which the first of its kind says.
  const said = number => {
    const name = number.querySelector('i');
    if (name) return name.textContent.slice(2);
    const isSame = it => it.hash === number.hash && it.dataset.way === number.dataset.way;
    return [...document.querySelectorAll('small a[title]')].find(isSame).title;
  };
  // A source as its number names it, with its address and that of the source through which it was read.
  const source = number => {
    const entry = it => get(it.hash.slice(1)).closest('li');
    const through = [...entry(number).querySelectorAll('a[href^="#s"]')].find(it => said(number).includes(`, via ${it.textContent}`));
    const addresses = [number, through].map(it => it && entry(it).querySelector('a[href^="http"]'));
    return `- ${said(number)}${addresses.map(it => it ? ` <${it.href}>` : '').join('')}`;
  };
  // What is told of a clause, with how it stands today, and of an event, each with the paragraphs that have its sources.
  const clauseTold = it => {
    const now = at(clauses.find(clause => it.id === `clause-${clause.id}`), today);
    const [stands, says] = ['.stands', '.says'].map(part => it.querySelector(part));
    const copy = says.cloneNode(true);
    const isVerbatim = now.text[0].classList.contains('verbatim');
    if (isVerbatim) copy.firstChild.data = copy.firstChild.data.replace(/\S.*\S/s, '“$&”');
    const reads = `${now.status === 'in force' ? 'It reads' : 'It read'}, ${isVerbatim ? 'verbatim' : 'in summary'}`;
    return [`${without('br, span', stands)}. ${reads}: ${without('small', copy)}`, [says]];
  };
  const eventTold = it => {
    const all = [...it.querySelectorAll('summary + p, .rest p')];
    // Where its title says all that it was, what it did is told.
    const told = without('small', all[0]) === 'According to.' ? all.slice(1) : all.slice(0, 1);
    return [told.map(part => without('small', part)).join(' '), told.length ? told : all];
  };
  const cited = it => {
    const title = it.querySelector('h4 > span').textContent;
    const when = it.querySelector('.when');
    const [text, told] = when ? eventTold(it) : clauseTold(it);
    const head = when ? `${it.dataset.when || when.textContent}: ${title}${text ? '. ' : '.'}` : `${title}: `;
    const sources = new Set(told.flatMap(part => [...part.querySelectorAll('small a[href^="#s"]')]).map(source));
    const lens = get('lens') ? ` ${get('lens').textContent}` : '';
    return [head + text, `As of ${words(today)}.${beyond(today)}${lens}`, ...sources, link(`#${it.id}`)].join('\n');
  };
  const button = (words, act) => {
    const element = make('button', words);
    element.type = 'button';
    element.addEventListener('click', () => act(element));
    return element;
  };
  const articles = [...document.querySelectorAll('#clauses article, #story article')];
  for (const it of articles) {
    const details = it.querySelector(':scope > details');
    if (!details || !it.id) continue;
    // Made when it is first opened.
    details.addEventListener('toggle', () => {
      const acts = line('', 'acts');
      if (it.dataset.around) {
        const around = make('a', 'Before and after this event');
        around.href = `#diff=${it.dataset.around}`;
        acts.append(around, ' ');
      }
      if (it.querySelector('.says, .when')) acts.append(button('Copy sentence with its sources', of => copy(of, cited(it))), ' ');
      acts.append(button('Copy link', of => copy(of, link(`#${it.id}`))));
      details.append(acts);
    }, { once: true });
  }

  // What a number stands for is said where the pointer or the keyboard comes to it.
  for (const kind of ['mouseover', 'focusin']) {
    document.addEventListener(kind, ({ target }) => {
      const number = target.closest('small a[href^="#s"]');
      if (number && !number.title) number.title = said(number);
    });
  }

  // The marks of the chart are one stop of the tabulator; arrow keys lead along a lane and to the nearest in the next.
  const chart = document.querySelector('.lanes');
  const stop = mark => {
    for (const it of chart.querySelectorAll('.track a[tabindex="0"]')) it.setAttribute('tabindex', -1);
    if (mark) mark.setAttribute('tabindex', 0);
  };
  const stops = lane => [...lane.querySelectorAll('a')];
  const middle = it => {
    const { left, width } = it.getBoundingClientRect();
    return left + width / 2;
  };
  const near = (lane, from) => lane && stops(lane).sort((a, b) => Math.abs(middle(a) - middle(from)) - Math.abs(middle(b) - middle(from)))[0];
  stop(chart.querySelector('.track a'));
  chart.addEventListener('focusin', event => {
    if (event.target.closest('.track')) stop(event.target);
  });
  chart.addEventListener('keydown', event => {
    const [from, lane] = [event.target, event.target.closest('.lane')];
    if (!lane || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const [row, lanes] = [stops(lane), [...chart.querySelectorAll('.lane:not([hidden])')]];
    const [at, place] = [row.indexOf(from), lanes.indexOf(lane)];
    const to = {
      ArrowLeft: row[at - 1],
      ArrowRight: row[at + 1],
      ArrowUp: near(lanes[place - 1], from),
      ArrowDown: near(lanes[place + 1], from),
      Home: row[0],
      End: row.at(-1),
    }[event.key];
    if (!to) return;
    event.preventDefault();
    to.focus();
  });

  // Find and filter: whatever does not match is hidden, and headings and lanes with it.
  const [find, topic, party] = ['find', 'topic', 'party'].map(get);
  const parts = [...document.querySelectorAll('.part')];
  const named = part => part.querySelector('h3').textContent;
  const entries = parts.flatMap(under => [...under.querySelectorAll('article')]
    .map(it => ({ it, under, of: under.parentElement.id, parties: it.dataset.parties.split(' ') })));
  const topics = new Map(entries.filter(entry => entry.of === 'clauses').map(({ it, under }) => [`#${it.id}`, named(under)]));
  const topicsOf = ({ it, of, under }) => of === 'clauses' ? [named(under)]
    : [...it.querySelectorAll('a[href^="#clause-"]')].map(to => topics.get(to.getAttribute('href')));
  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(word => word);
    const matches = entry => {
      entry.text ??= entry.it.textContent.toLowerCase();
      return words.every(word => entry.text.includes(word))
        && (!party.value || entry.parties.includes(party.value))
        && (!topic.value || (entry.topics ??= topicsOf(entry)).includes(topic.value));
    };
    const shown = { clauses: 0, story: 0 };
    const [filled, all] = [new Set(), { clauses: 0, story: 0 }];
    for (const entry of entries) {
      const is = matches(entry);
      entry.it.hidden = !is;
      all[entry.of] += 1;
      if (!is) continue;
      shown[entry.of] += 1;
      filled.add(entry.under);
    }
    const is = words.length || party.value || topic.value;
    for (const part of parts) {
      part.hidden = !filled.has(part);
      if (is) part.open = true;
    }
    for (const lane of document.querySelectorAll('.lanes .lane')) {
      const clause = get(`clause-${lane.dataset.clause}`);
      lane.hidden = Boolean(clause && clause.hidden);
    }
    for (const list of document.querySelectorAll('.lanes ul')) {
      list.previousElementSibling.hidden = ![...list.children].some(lane => !lane.hidden);
    }
    get('found').textContent = is ? `${shown.clauses} of ${count(all.clauses, 'clause')}, ${shown.story} of ${count(all.story, 'event')} shown` : '';
  };
  const clear = () => {
    for (const field of [find, topic, party]) field.value = '';
    filter();
  };
  for (const field of [find, topic, party]) field.addEventListener('input', filter);
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input, select, textarea')) return;
    event.preventDefault();
    find.focus();
  });

  // Everything is printed, also where a browser leaves folded parts out.
  let folded = [];
  addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('main details:not([open])')];
    for (const it of folded) it.open = true;
  });
  addEventListener('afterprint', () => { for (const it of folded) it.open = false; });

  // On a phone every topic and every year is folded.
  if (matchMedia('(max-width:44rem)').matches) for (const part of parts) part.open = false;
  for (const element of document.querySelectorAll('.scripted')) element.hidden = false;
  setDay(today);
  takeDifference(days[0].day, today);
  if (location.hash) follow();
  addEventListener('hashchange', follow);
});
