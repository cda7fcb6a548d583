-- Of the customer, whoever raised a ticket reads what it told itself, and not what is known here besides.
alter table handoffs
  add column customer_told jsonb;
