-- The partner a person with the role `partner` acts for; without one they are a partner of their own.
alter table members
  add column partner_id uuid,
  add foreign key (workspace_id, partner_id) references partners (workspace_id, id),
  add check (partner_id is null or role = 'partner');
-- serves the reference from partners
create index members_partner on members (workspace_id, partner_id) where partner_id is not null;
