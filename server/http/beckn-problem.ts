import { type Problem, problemMediaType } from './problem.ts'

/** Codes for what the surface refuses whatever the order (seeds.md 2b); a refusal may bring one of its own. */
const codes: Readonly<Partial<Record<Problem['code'], string>>> = {
  not_found: '30010',
  unauthenticated: '50000',
  forbidden: '50000',
  rate_limited: '50000',
  conflict: '40001',
  version_mismatch: '40001',
  illegal_transition: '40001',
  guard_failed: '40001',
  idempotency_twin_running: '40001',
  over_capacity: '40006',
  overloaded: '31001',
  unavailable: '31001',
  internal: '31001',
}

/** Beckn's error: where it lies, and what it is. */
interface BecknError {
  readonly code: string
  readonly paths?: string
  readonly message: string
}

/** A refusal as Beckn's error. */
export function becknErrorOf(problem: Problem): BecknError {
  const { beckn, paths = problem.errors?.[0]?.pointer } = problem
  const own = typeof beckn === 'string' ? beckn : undefined
  const code = own ?? codes[problem.code] ?? '30000'
  return { code, ...(typeof paths === 'string' && { paths }), message: problem.detail }
}

/** A refusal that is a problem (RFC 9457) and Beckn's error at once: `code` is Beckn's, `paths` and `message` beside it. */
export function becknProblem(problem: Problem): { status: number; mediaType: string; body: unknown } {
  const { beckn: _, ...members } = problem
  return { status: problem.status, mediaType: problemMediaType, body: { ...members, ...becknErrorOf(problem) } }
}
