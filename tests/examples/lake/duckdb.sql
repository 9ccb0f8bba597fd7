copy (from read_json('history.ndjson', columns = {
  agreement: 'varchar', clause: 'varchar', title: 'varchar', topic: 'varchar', status: 'varchar',
  valid_from: 'date', valid_to: 'date', doubtful_from: 'date', event: 'varchar', action: 'varchar',
  text: 'varchar', terms: 'map(varchar, json)', through: 'varchar', until: 'varchar',
  renews: 'varchar', renewals: 'integer', notice: 'varchar', parties: 'varchar[]'
})) to 'lake' (format parquet, partition_by (agreement), overwrite);

create view history as
from read_parquet('lake/*/*.parquet', hive_types = {agreement: varchar});

-- What stood at the close of a day, in doubt where that is not before `doubtful_from`.
create macro stood(day) as table
from history where valid_from <= day and (valid_to is null or day <= valid_to);

-- What stood about a topic, in all agreements.
create macro about(subject, day) as table
from stood(day) where topic = subject;

-- What a later day finds adopted, amended or ended.
create macro changed(day, later) as table
select coalesce(old.clause, new.clause) as clause,
  case when old.clause is null then 'adopted' when new.clause is null then 'ended' else 'amended' end as how
from stood(day) as old full join stood(later) as new using (clause)
where (old.status, old.text, old.terms, old.through, old.until, old.renews, old.renewals, old.notice, old.parties)
  is distinct from
  (new.status, new.text, new.terms, new.through, new.until, new.renews, new.renewals, new.notice, new.parties);
