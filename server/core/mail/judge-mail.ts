/** Where an attempt to send a mail ended; null = the server took it. */
export type MailErrorClass =
  /** No connection: refused, no such host, unreachable. */
  | 'connect'
  | 'tls'
  | 'login'
  | 'timeout'
  /** The connection broke, or the server spoke something else than SMTP. */
  | 'protocol'
  /** The server refused this mail: its sender, its recipient or its content. */
  | 'refused'
  /** The address is its customer's no more. */
  | 'address_gone'
  /** It could not be written: a mistake of ours. */
  | 'internal'

export const mailErrorClasses = [
  'connect',
  'tls',
  'login',
  'timeout',
  'protocol',
  'refused',
  'address_gone',
  'internal',
] as const satisfies readonly MailErrorClass[]

/** What came of one attempt. */
export type MailOutcome =
  | { readonly kind: 'sent'; readonly code: number; readonly response: string }
  | {
      readonly kind: 'failed'
      readonly errorClass: MailErrorClass
      /** What the server answered; null when it did not. */
      readonly code: number | null
      readonly response: string | null
    }

export type MailVerdict =
  | { readonly state: 'sent' | 'failed' }
  | { readonly state: 'queued'; readonly retryInMs: number }

const second = 1_000
const minute = 60 * second
const hour = 60 * minute
/** After each failure, the next attempt; about two days in all. */
const delaysMs = [
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  12 * hour,
  24 * hour,
]
const spread = 0.2

/** Faults of the server or of the way to it: they say nothing of the mail. */
const serverFaults: ReadonlySet<MailErrorClass> = new Set(['connect', 'tls', 'login', 'timeout', 'protocol'])

/** Whether other mails would meet the same fault now. */
export function isServerFault(outcome: MailOutcome): boolean {
  return outcome.kind === 'failed' && (serverFaults.has(outcome.errorClass) || outcome.code === 421)
}

/**
 * Judges an attempt; `attempts` counts it and those before it since the mail was last asked for, `jitter` is in [0, 1).
 * A refusal of the mail with a code of 500 and above is final (RFC 5321, 4.2.1), everything else is tried again.
 */
export function judgeMail(
  outcome: MailOutcome,
  { attempts, jitter }: { attempts: number; jitter: number },
): MailVerdict {
  if (outcome.kind === 'sent') return { state: 'sent' }
  const { errorClass, code } = outcome
  const isFinal =
    errorClass === 'address_gone' ||
    errorClass === 'internal' ||
    (errorClass === 'refused' && code !== null && code >= 500)
  const delayMs = delaysMs[attempts - 1]
  if (isFinal || delayMs === undefined) return { state: 'failed' }
  return { state: 'queued', retryInMs: Math.round(delayMs * (1 - spread + 2 * spread * jitter)) }
}
