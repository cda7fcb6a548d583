import type { SourceFile } from './layers.ts'

/** Which module writes which tables: the statements that change a table live in the stores of one module. */
export const tableOwners: Readonly<Record<string, readonly string[]>> = {
  events: ['events', 'log_places'],
  idempotency: ['idempotency_keys'],
  timers: ['timers'],
  chores: ['chores'],
  access: [
    'workspaces',
    'workspace_states',
    'users',
    'sessions',
    'sign_in_links',
    'sign_in_failures',
    'members',
    'member_index',
    'service_tokens',
    'token_index',
    'realtime_passes',
    'callback_keys',
  ],
  'access-requests': ['access_requests'],
  audit: ['audit_keys', 'audit_seals', 'audit_checkpoints'],
  files: ['files', 'message_files', 'file_usages'],
  customers: ['customers', 'customer_contacts'],
  agents: ['agents', 'agent_loads'],
  workflow: ['past_hours', 'workflow_versions'],
  sla: ['sla_clocks'],
  deliveries: ['deliveries', 'delivery_attempts', 'webhook_endpoints', 'webhook_states', 'webhook_cursors'],
  orders: ['orders'],
  markets: ['market_drafts', 'market_versions', 'stores'],
  partners: ['partners', 'partner_integrations', 'partner_subscriptions', 'handoffs', 'partner_certifications'],
  calls: ['calls'],
  chats: ['chat_sessions', 'chat_messages'],
  automations: ['automation_runs'],
  cases: ['cases', 'case_checks', 'case_counters', 'case_decisions', 'case_evidence', 'case_notes', 'case_tickets'],
  tickets: ['tickets', 'messages', 'ticket_links'],
  routing: ['tasks', 'offers', 'decisions', 'router_shards'],
  handling: ['consults', 'monitors', 'ticket_stays'],
  collaboration: ['ticket_followers', 'mentions', 'ticket_checklists'],
  drafts: ['drafts'],
  bulk: ['bulk_changes', 'bulk_tickets'],
  waits: ['wait_promises', 'queue_spans', 'queue_span_marks'],
  forecast: ['survival_curves'],
  portal: ['portal_links', 'ticket_ratings'],
  quality: ['qa_reviews'],
  merging: ['ticket_merges'],
  'customer-records': ['customer_merges', 'customer_erasures', 'customer_exports'],
  search: ['search_documents', 'search_words', 'search_cursors'],
  'order-support': ['support_sessions', 'support_messages', 'ratings'],
  widget: ['article_showings'],
  views: ['saved_views'],
  mail: ['outbox_mails', 'outbox_attempts', 'notice_settings'],
}

/** Stands for a table that only the running program knows. */
const anyTable = 'some table'

interface SharedWrite {
  readonly path: string
  readonly tables: readonly string[]
  readonly reason: string
}

/** Tables that a second place writes, each with the reason. `workspace_states` is the one row all counters live in. */
export const sharedWrites: readonly SharedWrite[] = [
  {
    path: 'server/modules/events/event-store.ts',
    tables: ['workspace_states'],
    reason: 'event_seq numbers the events of a workspace as a subject; only the appender may draw it',
  },
  {
    path: 'server/modules/workflow/workflow-store.ts',
    tables: ['workspace_states'],
    reason: 'publishing sets workflow_version; intake draws ticket_number in the statement that compares the version',
  },
  {
    path: 'server/modules/access/workspace-store.ts',
    tables: ['router_shards'],
    reason: 'a workspace is made with its shard, so that a router finds one to lease from the first ticket on',
  },
  {
    path: 'server/commands/seed/clear-seed-store.ts',
    tables: [
      'agent_loads',
      'agents',
      'case_checks',
      'case_decisions',
      'case_evidence',
      'case_notes',
      'case_tickets',
      'cases',
      'customer_contacts',
      'customers',
      'events',
      'tickets',
      'timers',
      anyTable,
    ],
    reason: 'an operator takes back, as the owner of the database, all that the seed wrote; no verb may remove facts',
  },
  {
    path: 'server/commands/seed/lives-store.ts',
    tables: ['workspace_states', anyTable],
    reason:
      'an operator adds, as the owner of the database, copies of rows that verbs wrote, with numbers of their own',
  },
]

const plain = /\b(?:insert\s+into|update|delete\s+from|merge\s+into|truncate)\s+(?:only\s+)?([a-z_]+)\b/g
const atRunTime = /\b(?:insert\s+into|update|delete\s+from|merge\s+into|truncate|copy)\s+(?:only\s+)?\$\{/
const built = /\.(?:insertInto|updateTable|deleteFrom|mergeInto|replaceInto)\(\s*'([a-z_]+)/g

/** The tables that the statements of a file change: plain SQL and Kysely's builders alike. */
export function findWrites(text: string): string[] {
  const tables = Object.values(tableOwners).flat()
  const names = [...text.matchAll(plain), ...text.matchAll(built)].map(([, name = '']) => name)
  const known = [...new Set(names)].filter((name) => tables.includes(name)).toSorted()
  return atRunTime.test(text) ? [...known, anyTable] : known
}

/** One sentence for each file that changes a table of a module it does not belong to. */
export function findOwnerFaults(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => findWrites(file.text).flatMap((table) => faultOf(file.path, table) ?? []))
}

function faultOf(path: string, table: string): string | null {
  const [owner = ''] = Object.entries(tableOwners).find(([, tables]) => tables.includes(table)) ?? []
  if (sharedWrites.some((shared) => shared.path === path && shared.tables.includes(table))) return null
  if (table === anyTable) return `${path} changes a table that only the running program knows`
  if (!path.startsWith(`server/modules/${owner}/`)) return `${path} changes ${table}, which ${owner} owns`
  return path.endsWith('-store.ts') ? null : `${path} changes ${table}, but is no store`
}
