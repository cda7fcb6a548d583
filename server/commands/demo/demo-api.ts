import { ApiProblem, type Call, createClient, retryWaitMs } from '@switchyard/sdk'
import { AppError } from '../../platform/errors.ts'
import { addressOf, judge, type Judgement } from './judge-answer.ts'
import type { Pace } from './pace.ts'
import { countIn, type Tally } from './tally.ts'

/** The public API as a patient client uses it. */
export interface DemoApi {
  /**
   * The answer; null when it was refused, which is counted. What nobody answered is sent again until somebody does.
   * Throws `unauthenticated` when the token opens nothing any more, and when the demo ends.
   */
  ask<T>(call: Call): Promise<T | null>
}

export interface DemoServer {
  readonly address: string
  readonly token: string
}

const patienceMs = 10_000
const longestRetryMs = 5_000

export function createDemoApi(server: DemoServer, pace: Pick<Pace, 'signal' | 'waitForServer'>, tally: Tally): DemoApi {
  const client = createClient({ baseUrl: server.address, token: server.token })
  const send = <T>(call: Call) => client.request<T>({ ...call, signal: AbortSignal.timeout(patienceMs) })
  return {
    ask: async <T>(call: Call) => {
      for (let attempt = 0; ; attempt++) {
        pace.signal.throwIfAborted()
        try {
          return await send<T>(call)
        } catch (error) {
          if (!(error instanceof ApiProblem)) throw error
          if (note(tally, call, error) !== 'later') return null
        }
        await pace.waitForServer(Math.min(longestRetryMs, retryWaitMs(attempt, Math.random())))
      }
    },
  }
}

function note(tally: Tally, { method, path }: Call, problem: ApiProblem): Judgement {
  const judgement = judge(problem)
  const code = `${problem.status} ${problem.code}`
  if (judgement === 'lockedOut')
    throw new AppError('unauthenticated', 'The server no longer takes the token of this demo; start it anew.')
  if (judgement === 'race') countIn(tally.races, problem.code)
  else if (judgement === 'later') countIn(tally.sentAgain, problem.status === 0 ? problem.code : code)
  else countIn(tally.errors, `${code} at ${method} ${addressOf(path)}`)
  if (judgement === 'fault') tally.faults++
  return judgement
}
