import { Client } from 'pg'

interface ManyTickets {
  readonly modelId: string
  readonly agentId: string
  readonly tickets: number
  /** Before the model, in which no ticket came. */
  readonly quietHours: number
  /** Customers, one ticket after another. */
  readonly people: number
  /** Whose the oldest ticket is. */
  readonly rare: { readonly partnerId: string; readonly agentId: string; readonly customerId: string }
}

/**
 * Copies of a ticket, one an hour, the last one the oldest; one in twenty is open, none of the queue "quiet". The oldest has, of every field, a word
 * that no other ticket has.
 */
export async function addManyTickets(
  ownerUrl: string,
  { modelId, agentId, tickets, quietHours, people, rare }: ManyTickets,
): Promise<void> {
  const owner = new Client(ownerUrl)
  await owner.connect()
  // References of the copies hold because those of the model do.
  await owner.query('set session_replication_role = replica')
  await owner.query(
    `insert into customers
     select (jsonb_populate_record(model, jsonb_build_object('id', $1::text, 'external_id', 'CRM-RARE',
       'name', 'Peculiar Person'))).*
     from customers as model
     where model.name = 'Common Person'`,
    [rare.customerId],
  )
  await owner.query('update tickets set next_due_at = null where id = $1', [modelId])
  await owner.query(
    `insert into customers
     select (jsonb_populate_record(model, jsonb_build_object('id', md5('person' || number), 'external_id',
       'crm-' || number))).*
     from customers as model cross join generate_series(1, ${people}) as number
     where model.name = 'Common Person'`,
  )
  await owner.query(
    `insert into tickets
     select made.*
     from generate_series(1, ${tickets}) as copy (number)
     join tickets as model on model.id = $1
     cross join lateral (
       select copy.number = ${tickets} as is_rare, copy.number % 20 = 0 and copy.number < ${tickets} as is_open,
         now() - make_interval(hours => copy.number + ${quietHours}) as at) as one
     cross join lateral jsonb_populate_record(model, jsonb_build_object('id', uuidv7(make_interval(hours => -copy.number - ${quietHours})),
       'number', 20000 + copy.number, 'created_at', one.at, 'updated_at', one.at, 'assignee_id', $2::text,
       'customer_id', md5('person' || 1 + copy.number % ${people}),
       'issue_summary', case when copy.number % 100 = 0 then 'A chargeback again' else 'A payment again' end,
       'queue', case when copy.number % 2 = 0 and not one.is_open then 'quiet' else 'payments' end, 'status', case when one.is_open then 'assigned' else 'closed' end,
       'status_category', case when one.is_open then 'open' else 'closed' end,
       'closed_at', case when not one.is_open then one.at + interval '1 h' end,
       'next_due_at', case when one.is_open then now() + interval '3 d' end)
       || case when not one.is_rare then '{}' else jsonb_build_object('customer_id', $3::text, 'external_id', 'EXT-RARE',
         'type', 'rare', 'category', 'rare', 'priority', 'critical', 'channel', 'voice', 'service_line', 'rare',
         'language', 'pt', 'queue', 'security', 'tags', array['rare'], 'affected', array['rare'],
         'fields', jsonb_build_object('transactionId', 'TX-RARE'), 'assignee_id', $4::text,
         'status', 'waiting_customer', 'status_category', 'waiting', 'next_due_at', now() + interval '5 min',
         'updated_at', now(), 'closed_at', null, 'created_by', jsonb_build_object('kind', 'token', 'partnerId', $5::text),
         'issue_summary', 'An okapi in the lobby') end) as made`,
    [modelId, agentId, rare.customerId, rare.agentId, rare.partnerId],
  )
  await owner.query(
    `insert into messages (workspace_id, id, ticket_id, seq, author_kind, author_id, visibility, body, created_at)
     select workspace_id, uuidv7(), id, 1, 'customer', customer_id, 'public', 'It is slow.', created_at
     from tickets
     where id <> $1`,
    [modelId],
  )
  await owner.query(
    `insert into ticket_followers (workspace_id, ticket_id, agent_id, reason, created_at)
     select workspace_id, id, $1, 'self', now() from tickets where external_id = 'EXT-RARE'`,
    [rare.agentId],
  )
  await owner.query(
    `insert into case_tickets (workspace_id, case_id, ticket_id, reason_key, linked_at)
     select workspace_id, id, id, 'rare', now() from tickets where external_id = 'EXT-RARE'`,
  )
  await owner.end()
}
