/** Every code a check of a document may answer: closed and stable, so that editors and scripts can rely on it. */
export const problemCodes = [
  // The text is not a document of the right shape.
  'yaml_syntax',
  'duplicate_key',
  'alias_bomb',
  'unknown_key',
  'missing_key',
  'wrong_type',
  'unknown_value',
  'out_of_range',
  'bad_slug',
  'bad_duration',
  'bad_time',
  'bad_date',
  'bad_language',
  // A name that nothing answers to.
  'unknown_queue',
  'unknown_skill',
  'unknown_language',
  'unknown_calendar',
  'unknown_lifecycle',
  'unknown_policy',
  'unknown_type',
  'unknown_category',
  'unknown_service_line',
  'unknown_channel',
  'unknown_service',
  'unknown_team',
  'unknown_status',
  'unknown_reason',
  'unknown_check',
  'unknown_risk_class',
  'unknown_macro',
  'unknown_article',
  'unknown_rule',
  'unknown_zone',
  'rename_without_effect',
  // Expressions.
  'expression_syntax',
  'expression_type',
  'expression_not_bool',
  'expression_not_number',
  'expression_refused',
  'expression_too_large',
  // Rules and queues.
  'duplicate_name',
  'reserved_name',
  'rule_unreachable',
  'rule_without_effect',
  'queue_unreachable',
  'nobody_qualifies',
  'skill_without_holder',
  'language_without_speaker',
  'priority_starves',
  'timer_order',
  'timer_past_end',
  'wait_without_end',
  'overflow_condition',
  'overflow_target',
  'overflow_loop',
  'overflow_kind',
  'overflow_never',
  'overflow_skip',
  'closed_without_fallback',
  'rank_expression',
  'unknown_version',
  'rollout_queues_differ',
  'rollout_returns_more',
  // Lifecycles.
  'lifecycle_without_end',
  'status_unreachable',
  'waiting_without_stage',
  'category_cycle',
  'case_guard_stage',
  'wording_missing',
  'automatic_stage',
  'automatic_without_effect',
  'automatic_refused',
  'automatic_unreachable',
  'checklist_twice',
  // Clocks.
  'calendar_empty',
  'calendar_interval',
  'calendar_overlap',
  'calendar_within',
  'ambiguous_days',
  'target_order',
  'target_empty',
  'target_unreached',
  'step_unreached',
  'policy_unreachable',
  // Cases.
  'case_without_answer',
  'case_unrouted',
  // Automations and texts.
  'trigger_missing',
  'trigger_unused',
  'action_missing',
  'action_not_here',
  'unknown_variable',
  'unknown_field',
  'text_missing',
  // What customers read before they ask.
  'article_text',
  'article_link',
  'article_keyword',
  // Mail.
  'mail_address',
  'mail_link',
  'mail_without_channel',
  // The public page.
  'contact_unreachable',
  'page_without_contact',
  // Pages that open chats.
  'bad_origin',
  'bad_color',
  'form_choices',
  'widget_kind',
  'widget_without_origin',
  // Markets.
  'store_never_possible',
  'setting_without_effect',
  'group_empty',
  'name_missing',
  'unknown_subcategory',
  'subcategory_unused',
  // A test of the document fails.
  'test_failed',
] as const

export type ProblemCode = (typeof problemCodes)[number]

/** One finding, placed where the author can change it. An error keeps the document from being published. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  readonly code: ProblemCode
  readonly message: string
  /** JSON pointer into the document. */
  readonly pointer: string
  /** From 1. */
  readonly line: number
  readonly column: number
}

export interface Position {
  readonly line: number
  readonly column: number
}

/** Finds a pointer in the text: the position of its value, or with `key` of its key; `offset` is characters into a text. */
export type Locate = (pointer: string, at?: 'key' | 'value', offset?: number) => Position

/** For a document that was made without text. */
export const nowhere: Locate = () => ({ line: 1, column: 1 })

/** One step of a JSON pointer. */
export function pointerTo(...parts: readonly (string | number)[]): string {
  return parts.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
