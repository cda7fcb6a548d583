-- How long a queue has an open ticket, and how long a partner has it to answer; of the first which queue that is.
alter table sla_clocks
  drop constraint sla_clocks_metric_check,
  add constraint sla_clocks_metric_check
    check (metric in ('firstResponse', 'nextResponse', 'periodicUpdate', 'resolution', 'ownership', 'partnerResponse')),
  add column queue text collate "C";
