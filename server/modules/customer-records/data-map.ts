/**
 * What an erasure does with each column that could hold words:
 * - `blanked`, `removed`: the words, or the rows;
 * - `codes`: holds codes, ids and figures of the product or of the workflow, none of a person;
 * - `who`: who of the staff did it, by id, and from which network (see docs/audit.md);
 * - `reference`: the exchange's own name of a call, which the log tells of too; it says nothing of a person (docs/calls.md);
 * - `staff`, `own`: of those who work here or ask to; what the workspace says of itself, its stores, partners and receivers.
 *
 * A test compares this with the database, and looks for the words of an erased customer in every column there is.
 */
type Fate = 'blanked' | 'removed' | 'codes' | 'who' | 'reference' | 'staff' | 'own'

/** Columns of text and JSON by table and fate. */
export const dataMap: Readonly<Record<string, Partial<Readonly<Record<Fate, string>>>>> = {
  access_requests: {
    codes: 'kind role permissions channels queues state granted language',
    // Of who wants to work here or with us, no customer; gone a year later.
    staff: 'name email organization purpose reason',
    who: 'decided_by',
  },
  agent_loads: { codes: 'presence presence_source', staff: 'presence_reason' },
  agents: {
    codes: 'kind team languages skills queues channels unit_overrides shift acceptance',
    staff: 'name email rating contact organization',
    who: 'endpoint_set_by',
    own: 'endpoint_url',
  },
  // A visit is the hash of a text drawn by chance.
  article_showings: { codes: 'visit article channel' },
  automation_runs: { codes: 'automation trigger on_event outcome code did chain', blanked: 'reason' },
  bulk_changes: { codes: 'state lasting', blanked: 'action selection', who: 'principal undone_by origin' },
  bulk_tickets: { codes: 'outcome code', blanked: 'before detail' },
  callback_keys: { codes: 'owner_kind' },
  calls: { reference: 'call_ref', blanked: 'from_address', own: 'to_address', codes: 'ended_by end_reason' },
  case_checks: { codes: 'name result', blanked: 'note', who: 'by' },
  case_decisions: { codes: 'outcome', blanked: 'note', who: 'by' },
  case_evidence: { codes: 'kind check_name', blanked: 'text url file_id', who: 'by' },
  case_notes: { blanked: 'body' },
  case_tickets: { blanked: 'reason_key' },
  cases: {
    codes: 'reason risk_class severity status queue asked_checks trigger waits_for clock',
    blanked: 'reason_text',
    who: 'opened_by put_forward_by',
  },
  chat_messages: { blanked: 'client_id' },
  chat_sessions: { codes: 'channel ended_by end_reason', blanked: 'origin rating_comment' },
  chores: { codes: 'name' },
  consults: { codes: 'end_reason' },
  customer_contacts: { removed: 'kind value' },
  customer_erasures: { codes: 'receipt' },
  customer_exports: { codes: 'receipt' },
  customer_merges: { blanked: 'reason filled_attributes', codes: 'filled', who: 'merged_by' },
  customers: { blanked: 'external_id name language tier timezone attributes' },
  decisions: { codes: 'record' },
  // Of a callback, the target is the origin of its address.
  deliveries: { codes: 'type owner_kind state cause', blanked: 'url body', own: 'target' },
  delivery_attempts: { codes: 'trigger error_class address request_headers', blanked: 'response response_headers' },
  drafts: { codes: 'visibility', removed: 'body macro' },
  events: { codes: 'subject_kind type cause data', who: 'actor origin' },
  files: { removed: 'name media_type sha256 uploaded_by' },
  handoffs: {
    codes: 'outcome configured_type resolved_type reason market source',
    own: 'explanation brand region store_id choice partner_external_id',
    blanked: 'order_told customer_told',
  },
  idempotency_keys: { removed: 'route key response' },
  log_places: { codes: 'reader' },
  market_drafts: { codes: 'slug', own: 'document', who: 'saved_by' },
  market_versions: { codes: 'slug', own: 'document', who: 'published_by' },
  members: { codes: 'role markets franchisees' },
  mentions: { codes: 'teams' },
  messages: { blanked: 'client_id body', codes: 'author_kind visibility redaction_reason' },
  monitors: { codes: 'supervisor_kind mode end_reason' },
  notice_settings: { codes: 'kinds_off' },
  offers: { codes: 'queue channel state reasons end_code', blanked: 'end_note' },
  orders: { blanked: 'agent external_id items provider_id', codes: 'store_id brand region status service_mode' },
  outbox_attempts: { codes: 'error_class', blanked: 'response' },
  outbox_mails: {
    codes: 'kind dedupe_key language state kept_because',
    blanked: 'to_address to_name subject body_text body_html headers',
    own: 'from_address from_name',
  },
  partner_certifications: {
    codes: 'type state checks exchanges',
    own: 'url brand region store_id franchisee probes',
    who: 'created_by',
  },
  partner_integrations: { own: 'name brand region', who: 'created_by' },
  partner_subscriptions: { codes: 'type acceptance', own: 'brand region store_id franchisee', who: 'created_by' },
  partners: { own: 'slug name' },
  past_hours: { codes: 'calendar', own: 'definition' },
  portal_links: { removed: 'address token_hash' },
  qa_reviews: { codes: 'scorecard points missed', who: 'reviewed_by reviewer_key', blanked: 'answers note' },
  queue_spans: { codes: 'queue channel waits' },
  ratings: { codes: 'category', own: 'message_id' },
  router_shards: { codes: 'holder' },
  // Of a saved search, the names and addresses of whoever is erased.
  saved_views: { codes: 'columns group_by icon shared_with slug sort teams', blanked: 'name q' },
  search_cursors: { blanked: 'words_checked' },
  search_documents: { blanked: 'words' },
  search_words: { removed: 'word' },
  service_tokens: {
    blanked: 'name portal_address',
    codes: 'kind role permissions channels queues markets franchisees prefix',
    who: 'created_by',
  },
  sessions: { staff: 'user_agent address' },
  sign_in_failures: { staff: 'subject' },
  sla_clocks: { codes: 'metric policy queue state', blanked: 'detail' },
  stores: { own: 'store_id name brand region franchisee timezone' },
  support_messages: { own: 'message_id' },
  support_sessions: { blanked: 'descriptor faq callback_phone agent' },
  // A day's curves name strata and times, of twenty clocks or more each.
  survival_curves: { codes: 'curves' },
  tasks: {
    codes: 'kind queue channel priority requirements state exclusions disposition overflowed partner preferred_as',
  },
  ticket_checklists: { blanked: 'items' },
  ticket_followers: { codes: 'reason' },
  ticket_links: { codes: 'kind' },
  ticket_merges: { blanked: 'reason', codes: 'before' },
  ticket_ratings: { blanked: 'comment' },
  ticket_stays: { codes: 'status made' },
  tickets: {
    blanked:
      'external_id issue_summary cause correction resolution tags fields callback_url priority_reason created_by',
    codes:
      'type category priority channel service_line language lifecycle status status_category returns_to queue store_id market handoff classified_by solution_check affected sla_policy impact urgency opened_by',
  },
  timers: { codes: 'kind' },
  users: { staff: 'email name password_hash' },
  wait_promises: { codes: 'queue priority basis confidence outcome' },
  webhook_endpoints: {
    own: 'url description',
    codes: 'event_types channels queues status disabled_reason delivery_order',
    who: 'created_by',
  },
  webhook_states: { codes: 'recent', own: 'target' },
  workflow_versions: { own: 'document', who: 'published_by' },
  workspaces: { own: 'slug name', codes: 'purpose' },
}

const given = 'what it says is in the copy where it was said first'
const ofDesk = 'what the desk did to many tickets at once, or looked for; each ticket is in the copy as it is'
const answered = 'what a receiver answered, which is its own; whom it was about and where it went is in the copy'

/** Columns that are blanked or removed with a customer, and are yet not in its copy, with the reason. */
export const notCopied: Readonly<Record<string, string>> = {
  'bulk_changes.action': ofDesk,
  'bulk_changes.selection': ofDesk,
  'bulk_tickets.before': ofDesk,
  'bulk_tickets.detail': ofDesk,
  'case_tickets.reason_key': 'made of the reason of the case, which is in the copy',
  'chat_messages.client_id': 'how a page knows its own message again',
  'deliveries.body': given,
  'deliveries.url': 'the address is that of the ticket, which is in the copy, with the hosts that were told',
  'delivery_attempts.response': answered,
  'delivery_attempts.response_headers': answered,
  'files.uploaded_by': 'who of the staff sent it, or that the customer did',
  'idempotency_keys.key': 'how a sender knows its own request again, for a day',
  'idempotency_keys.response': given,
  'idempotency_keys.route': 'the path of a request that is kept for a day',
  'messages.client_id': 'how a sender knows its own message again',
  'outbox_attempts.response': answered,
  'outbox_mails.body_html': 'the text of the mail, which is in the copy, once more',
  'outbox_mails.headers': 'what mail programs put a thread together by',
  'portal_links.address': 'an address of the customer, which is among its contacts, for a quarter of an hour',
  'portal_links.token_hash': 'the hash of a secret',
  'saved_views.name': ofDesk,
  'saved_views.q': ofDesk,
  'search_cursors.words_checked': given,
  'search_documents.words': given,
  'search_words.word': given,
}
