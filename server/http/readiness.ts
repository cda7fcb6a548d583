/** One thing the service cannot do without. */
export interface ReadinessCheck {
  readonly name: string
  /** Resolves when all is well; may take as long as it wants, and is given up after 500 ms. */
  readonly check: () => Promise<void>
}

export interface Readiness {
  readonly checks: readonly ReadinessCheck[]
  /** True from the moment the service was told to stop. */
  isDraining(): boolean
}

export interface ReadinessState {
  readonly isReady: boolean
  /** Name of a check to `ok`, or why not. */
  readonly checks: Readonly<Record<string, string>>
}

const giveUpMs = 500
const keptMs = 1000

/** Asks all checks at once, each for at most 500 ms, and keeps what they said for one second (reliability.md 3.14). */
export function createReadinessProbe(readiness: Readiness, isShedding: () => boolean): () => Promise<ReadinessState> {
  let asked: { atMs: number; verdicts: Promise<readonly (readonly [string, string])[]> } | null = null
  const askAll = () => Promise.all(readiness.checks.map(async (check) => [check.name, await verdictOf(check)] as const))
  return async () => {
    if (asked === null || performance.now() - asked.atMs >= keptMs)
      asked = { atMs: performance.now(), verdicts: askAll() }
    const checks = {
      ...Object.fromEntries(await asked.verdicts),
      draining: readiness.isDraining() ? 'the service is stopping' : 'ok',
      load: isShedding() ? 'requests are being refused' : 'ok',
    }
    return { isReady: Object.values(checks).every((verdict) => verdict === 'ok'), checks }
  }
}

async function verdictOf({ check }: ReadinessCheck): Promise<string> {
  const timeout = Promise.withResolvers<string>()
  const timer = setTimeout(() => timeout.resolve(`no answer within ${giveUpMs} ms`), giveUpMs)
  const answer = check().then(
    () => 'ok',
    () => 'failed',
  )
  return Promise.race([answer, timeout.promise]).finally(() => clearTimeout(timer))
}
