/** A table whose rows hang on tickets. */
export interface LifeTable {
  readonly table: string
  /** The condition on its rows: `$1` is the workspace, and the temporary table `lives` holds the ids of the tickets. */
  readonly where: string
  /** Whether a copy of the ticket has them too. What jobs make of every ticket by themselves they make of copies as well. */
  readonly isCopied: boolean
}

const lives = '(select lives.id from lives)'
const partsOf = (table: string) =>
  `(select ${table}.id from ${table} where ${table}.workspace_id = $1 and ${table}.ticket_id in ${lives})`

const left = (table: string, ...columns: string[]): LifeTable => ({
  table,
  where: `(${(columns.length === 0 ? ['ticket_id'] : columns).map((column) => `${table}.${column} in ${lives}`).join(' or ')})`,
  isCopied: false,
})
const leftOf = (parent: string, table: string, column: string): LifeTable => ({
  table,
  where: `${table}.${column} in ${partsOf(parent)}`,
  isCopied: false,
})
const copied = (from: LifeTable): LifeTable => ({ ...from, isCopied: true })

/** Every table whose rows hang on tickets, the leaves first; cases apart. A test holds it against the catalogue. */
export const lifeTables: readonly LifeTable[] = [
  leftOf('messages', 'message_files', 'message_id'),
  left('mentions'),
  left('ticket_followers'),
  left('ticket_checklists'),
  left('ticket_stays'),
  left('ticket_links', 'ticket_id', 'other_ticket_id'),
  left('ticket_merges', 'source_id', 'target_id'),
  left('bulk_tickets'),
  left('automation_runs'),
  left('search_documents'),
  left('qa_reviews'),
  left('ticket_ratings'),
  left('drafts'),
  leftOf('outbox_mails', 'outbox_attempts', 'mail_id'),
  left('outbox_mails'),
  leftOf('deliveries', 'delivery_attempts', 'delivery_id'),
  left('deliveries'),
  leftOf('tasks', 'wait_promises', 'task_id'),
  leftOf('tasks', 'consults', 'task_id'),
  leftOf('tasks', 'monitors', 'task_id'),
  left('calls'),
  left('support_sessions'),
  left('handoffs'),
  leftOf('chat_sessions', 'chat_messages', 'chat_id'),
  left('chat_sessions'),
  {
    table: 'timers',
    where: `(timers.subject_id in ${lives} or timers.subject_id in ${partsOf('tasks')})`,
    // What has ended waits for nothing, and only what has ended is copied.
    isCopied: false,
  },
  copied(leftOf('tasks', 'decisions', 'task_id')),
  copied(left('offers')),
  copied(left('tasks')),
  copied(left('sla_clocks')),
  copied(left('messages')),
  copied(left('events')),
]

/** Tables of cases that name tickets. Clearing takes cases apart by itself; a ticket that has one is not copied. */
export const caseTables: readonly string[] = ['cases', 'case_tickets', 'case_evidence']
