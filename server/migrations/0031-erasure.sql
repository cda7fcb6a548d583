-- What an erasure looks up by ticket and by customer.

create index bulk_tickets_ticket on bulk_tickets (workspace_id, ticket_id);
create index outbox_mails_customer on outbox_mails (workspace_id, customer_id) where customer_id is not null;
