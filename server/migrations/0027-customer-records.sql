-- Customers known by several ids of their callers, that turn out to be one, and that are erased.

alter table customers
  -- a further id its caller knows the customer of `merged_into` by: no customer of its own
  add column is_alias boolean not null default false,
  add column erased_at timestamptz(3),
  add constraint customer_alias_stands_for_one check (not is_alias or merged_into is not null),
  add constraint customer_is_not_its_own_target check (merged_into <> id);
-- serves the ids and merged customers of one
create index customers_merged_into on customers (workspace_id, merged_into) where merged_into is not null;

-- Who became whom, and what undoing it gives back. The source keeps its own details and contacts.
create table customer_merges (
  workspace_id uuid not null references workspaces (id),
  id uuid not null,
  source_id uuid not null,
  target_id uuid not null,
  reason text,
  ticket_ids uuid[] not null,
  order_ids uuid[] not null,
  token_ids uuid[] not null,
  -- further ids of the source, and customers merged into it before
  member_ids uuid[] not null,
  -- details the target had none of and took from the source, and the names of such attributes
  filled text[] collate "C" not null,
  filled_attributes text[] not null,
  merged_at timestamptz(3) not null,
  merged_by jsonb not null,
  undone_at timestamptz(3),
  primary key (workspace_id, id),
  check (source_id <> target_id),
  foreign key (workspace_id, source_id) references customers (workspace_id, id),
  foreign key (workspace_id, target_id) references customers (workspace_id, id)
);
-- a customer is merged into one other at most
create unique index customer_merges_source on customer_merges (workspace_id, source_id) where undone_at is null;
create index customer_merges_target on customer_merges (workspace_id, target_id, id desc);
call protect_tenant_table('customer_merges');

alter table customer_contacts
  -- the merge it came by, which takes it away when it is undone
  add column merge_id uuid;

-- What was erased of whom: figures and ids, signed; written once.
create table customer_erasures (
  workspace_id uuid not null references workspaces (id),
  customer_id uuid not null,
  receipt jsonb not null,
  hash bytea not null,
  key_number integer not null,
  signature bytea not null,
  erased_at timestamptz(3) not null,
  primary key (workspace_id, customer_id),
  foreign key (workspace_id, key_number) references audit_keys (workspace_id, number)
);
-- serves the list
create index customer_erasures_at on customer_erasures (workspace_id, erased_at desc, customer_id);
call protect_tenant_table('customer_erasures');
revoke update, delete on customer_erasures from switchyard_app;

-- serve what follows a customer into another, and out of it again
create index messages_said_to on messages (workspace_id, said_to) where said_to is not null;
create index service_tokens_customer on service_tokens (workspace_id, customer_id) where customer_id is not null;

-- Evidence, decisions and notes of cases are written once, but for their words: those may be blanked, and nothing else.
create function refuse_other_words() returns trigger
  language plpgsql
  as $$
  declare
    word text;
  begin
    for word in select value from jsonb_each_text(to_jsonb(new)) where key = any(tg_argv) loop
      if word is not null and word <> '' then
        raise exception 'the words of % may be erased and not changed', tg_table_name using errcode = '42501';
      end if;
    end loop;
    return new;
  end
  $$;
grant update (text, url, file_id) on case_evidence to switchyard_app;
grant update (note) on case_decisions to switchyard_app;
grant update (body) on case_notes to switchyard_app;
create trigger case_evidence_erased before update on case_evidence
  for each row execute function refuse_other_words('text', 'url', 'file_id');
create trigger case_decisions_erased before update on case_decisions
  for each row execute function refuse_other_words('note');
create trigger case_notes_erased before update on case_notes
  for each row execute function refuse_other_words('body');
