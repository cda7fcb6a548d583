-- Finds the tickets of an order: who may see some of them only rates what those are about.
create index tickets_order on tickets (workspace_id, order_id) where order_id is not null;
