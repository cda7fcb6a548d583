-- The markets that a person edits, or the franchisees whose stores a person arranges; null = all there are.
alter table members
  add column markets text[] collate "C",
  add column franchisees text[] collate "C",
  add check (markets is null or role = 'market-editor'),
  add check (franchisees is null or role = 'franchisee');
