/**
 * The shared table. Numbers that come from JavaScript are doubles: PostgreSQL's `bigint` comes back as text.
 *
 * A claim skips what others have locked (`SKIP LOCKED`), and takes the rows that have been ready for longest. A step's
 * transaction is one function, so one way there and back: its effect, the end of its row, and the rows of those that wait
 * for it. What came of it is kept by attempt: whoever does not hear of it, because the server is killed meanwhile, asks later.
 */
export const TABLES = `
create sequence readiness;
create table rows (
  id bigserial primary key,
  step int not null,
  key double precision not null,
  begun_at double precision not null,
  counted boolean not null,
  attempt double precision not null,
  claims int not null default 0,
  wait double precision not null default 0,
  is_claimed boolean not null default false,
  claim double precision,
  ready bigint not null default nextval('readiness')
);
create index on rows (step, ready) where not is_claimed;
create table effects (step int, key double precision, count int not null, primary key (step, key));
create table joins (step int, key double precision, input int, primary key (step, key, input));
create table commits (
  attempt double precision primary key,
  is_ended boolean not null,
  is_first boolean not null,
  is_repeated boolean not null,
  inserted int[] not null,
  offered double precision
);

create function commit_step(
  p_attempt double precision, p_row bigint, p_step int, p_key double precision, p_begun_at double precision,
  p_counted boolean, p_is_done boolean, p_is_idempotent boolean,
  p_next int[], p_inputs int[], p_attempts double precision[]
) returns setof commits language plpgsql as $$
declare
  result commits := (p_attempt, false, true, false, '{}', null);
  ended record;
  there int;
begin
  if p_row is not null then
    delete from rows where id = p_row returning is_claimed, attempt into ended;
    if not found then
      result.is_ended := true;
      return next result;
      return;
    end if;
    if not ended.is_claimed then result.offered := ended.attempt; end if;
  end if;
  if p_is_done then
    insert into effects values (p_step, p_key, 1)
      on conflict (step, key) do update set count = effects.count + (not p_is_idempotent)::int
      returning (xmax = 0) into result.is_first;
    result.is_repeated := not result.is_first and p_is_idempotent;
    if not result.is_repeated then
      for i in 1 .. cardinality(p_next) loop
        if p_inputs[i] > 1 then
          -- Two inputs that are committed at once would not see each other, and nobody would begin what joins them.
          perform pg_advisory_xact_lock(p_next[i], hashfloat8(p_key));
          insert into joins values (p_next[i], p_key, p_step) on conflict do nothing;
          continue when not found;
          select count(*) into there from joins where step = p_next[i] and key = p_key;
          continue when there < p_inputs[i];
        end if;
        insert into rows (step, key, begun_at, counted, attempt)
          values (p_next[i], p_key, p_begun_at, p_counted, p_attempts[i]);
        result.inserted := result.inserted || i;
      end loop;
    end if;
  end if;
  insert into commits values (result.*);
  return next result;
end $$;
`;

export const CLAIM = `
update rows set is_claimed = true, claims = claims + 1, claim = $3
where id in (
  select id from rows where step = $1 and not is_claimed order by ready limit $2 for update skip locked
)
returning id, key, begun_at, counted, attempt, claims - 1 as claims, wait, ready`;

/** What was claimed and nobody has heard of it is as it was before. */
export const UNCLAIM =
  'update rows set is_claimed = false, claims = claims - 1 where claim = $1 and is_claimed';

export const COMMIT = 'select * from commit_step($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)';

export const FIND_COMMIT = 'select * from commits where attempt = $1';

/** It may be claimed again, from now on. */
export const OFFER = `
update rows set is_claimed = false, attempt = $2, wait = $3, ready = nextval('readiness')
where id = $1 returning id`;

export const END = 'delete from rows where id = $1 returning id';

/** What a process that was killed has claimed. */
export const CLAIMED =
  'select id, step, key, begun_at, counted, wait from rows where step = any($1) and is_claimed order by ready';
