/**
 * What an endpoint is asked in a rehearsal. `signed`: a good event. `forged`: one signed with a wrong key. `repeated`: the
 * good one again. `broken`: one whose text was cut off, and `resumed`: the same one whole. `later`, `earlier`: two events
 * of one ticket, the newer one first. `unknown`: of a sub-category it cannot know. `burst`: several at once.
 */
export const certificationProbes = [
  'signed',
  'forged',
  'repeated',
  'broken',
  'resumed',
  'later',
  'earlier',
  'unknown',
  'burst',
] as const

export type CertificationProbe = (typeof certificationProbes)[number]

/** One event of a rehearsal and what came back. */
export interface CertificationExchange {
  readonly probe: CertificationProbe
  /** Null when nothing came back. */
  readonly status: number | null
  readonly durationMs: number
  /** The partner's own id of the ticket, where its answer named it. */
  readonly externalId: string | null
  /** It asked to be told nothing any more: 410, or `webhook-delivery: disable`. */
  readonly isGone: boolean
}

export const certificationChecks = ['signature', 'idempotency', 'retry', 'order', 'gone', 'slow'] as const

/** `unproven`: nothing speaks against it, and nothing shows it either. */
export type CertificationVerdict = 'passed' | 'failed' | 'unproven'

export interface CertificationCheck {
  readonly check: (typeof certificationChecks)[number]
  readonly verdict: CertificationVerdict
  /** What was seen, in words. */
  readonly text: string
}

/** Partners' own guests wait for it: an answer takes no longer than this (seeds.md 1b). */
const answerWithinMs = 3_000

/** Judges a rehearsal by what came back, check by check. */
export function judgeCertification(exchanges: readonly CertificationExchange[]): CertificationCheck[] {
  const seen = Map.groupBy(exchanges, ({ probe }) => probe)
  const of = (probe: CertificationProbe) => seen.get(probe)?.[0] ?? null
  const judged = {
    signature: judgeSignature(of('signed'), of('forged')),
    idempotency: judgeSameTicket(of('signed'), of('repeated'), 'An event that came twice'),
    retry: judgeRetry(of('broken'), of('resumed'), of('signed')?.externalId != null),
    order: judgeOrder(of('signed'), of('later'), of('earlier')),
    gone: judgeGone(exchanges),
    slow: judgeSlow(exchanges),
  }
  return certificationChecks.map((check) => ({ check, ...judged[check] }))
}

/** The verdict over all: one that failed fails it, one that shows nothing leaves it unproven. */
export function overallVerdict(checks: readonly CertificationCheck[]): CertificationVerdict {
  if (checks.some(({ verdict }) => verdict === 'failed')) return 'failed'
  return checks.some(({ verdict }) => verdict === 'unproven') ? 'unproven' : 'passed'
}

type Judged = Omit<CertificationCheck, 'check'>
type Seen = CertificationExchange | null

const passed = (text: string): Judged => ({ verdict: 'passed', text })
const failed = (text: string): Judged => ({ verdict: 'failed', text })
const unproven = (text: string): Judged => ({ verdict: 'unproven', text })

const isTaken = (seen: Seen) => seen?.status != null && seen.status >= 200 && seen.status < 300
const isRefused = (seen: Seen) => seen?.status != null && seen.status >= 400 && seen.status < 500
const answerOf = (seen: Seen) => (seen?.status == null ? 'was not answered' : `was answered ${seen.status}`)

function judgeSignature(signed: Seen, forged: Seen): Judged {
  if (!isTaken(signed)) return failed(`An event with a good signature ${answerOf(signed)}; a 2xx is wanted.`)
  if (isTaken(forged))
    return failed(`An event signed with a wrong key ${answerOf(forged)}: anybody could send you tickets.`)
  if (!isRefused(forged)) return failed(`An event signed with a wrong key ${answerOf(forged)}; a 4xx is wanted.`)
  return passed(`A good signature was taken, a wrong one ${answerOf(forged)}.`)
}

const howToShow = 'answer with {"externalId": "…"}, your own id of the ticket, to show that it became one ticket.'

function judgeSameTicket(first: Seen, second: Seen, what: string): Judged {
  if (!isTaken(first)) return failed(`The event before it ${answerOf(first)}; a 2xx is wanted.`)
  if (!isTaken(second)) return failed(`${what} ${answerOf(second)}; a 2xx is wanted, for it was received.`)
  const [one, other] = [first?.externalId ?? null, second?.externalId ?? null]
  if (one === null || other === null) return unproven(`${what} ${answerOf(second)}; ${howToShow}`)
  if (one !== other) return failed(`${what} became a second ticket: ${one} and ${other}.`)
  return passed(`${what} became no second ticket.`)
}

function judgeOrder(other: Seen, later: Seen, earlier: Seen): Judged {
  const id = later?.externalId ?? null
  if (id !== null && id === other?.externalId) return failed(`Two tickets of ours became one of yours: ${id}.`)
  return judgeSameTicket(later, earlier, 'An older event that came later')
}

function judgeRetry(broken: Seen, resumed: Seen, namesIds: boolean): Judged {
  if (isTaken(broken))
    return failed(`An event whose text was cut off ${answerOf(broken)}: it would not be sent again, and be lost.`)
  if (!isTaken(resumed))
    return failed(`An event that had failed ${answerOf(resumed)} when it came again; a 2xx is wanted.`)
  if (resumed?.externalId == null && namesIds)
    return failed('An event that had failed came again and became no ticket: keep its id only once it is taken.')
  if (resumed?.externalId == null)
    return unproven(`An event that had failed ${answerOf(resumed)} when it came again; ${howToShow}`)
  return passed('An event that had failed was taken when it came again.')
}

function judgeGone(exchanges: readonly CertificationExchange[]): Judged {
  const gone = exchanges.find(({ isGone }) => isGone)
  if (gone !== undefined)
    return failed(
      `The event "${gone.probe}" ${answerOf(gone)}, which ends the subscription; decline a single ticket with 409.`,
    )
  const unknown = exchanges.find(({ probe }) => probe === 'unknown') ?? null
  if (unknown === null || unknown.status === null || unknown.status >= 500)
    return failed(`A ticket of an unknown sub-category ${answerOf(unknown)}; a 2xx or a 4xx is wanted.`)
  return passed(`A ticket of an unknown sub-category ${answerOf(unknown)}; nothing ended the subscription.`)
}

function judgeSlow(exchanges: readonly CertificationExchange[]): Judged {
  const silent = exchanges.find(({ status }) => status === null)
  if (silent !== undefined) return failed(`The event "${silent.probe}" was not answered.`)
  const burst = exchanges.filter(({ probe }) => probe === 'burst')
  const dropped = burst.find((one) => !isTaken(one)) ?? null
  if (dropped !== null) return failed(`Of ${burst.length} events at once one ${answerOf(dropped)}; a 2xx is wanted.`)
  const slowest = Math.max(0, ...exchanges.map(({ durationMs }) => durationMs))
  const took = `The slowest answer took ${slowest} ms; ${answerWithinMs} ms are allowed.`
  return slowest > answerWithinMs ? failed(took) : passed(took)
}
