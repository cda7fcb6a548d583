import type { MoveMade, WaitingMove } from '../../../server/modules/handling/gather-moves.ts'
import type { Context } from '../../../server/platform/context.ts'
import type { Actor } from './actor.ts'
import { plantable } from './planted.ts'

type Wish = Omit<WaitingMove, 'resolve' | 'reject'>
type Write = (batch: readonly WaitingMove[]) => Promise<void>

/** A call of the API. Somebody else acts for it while its wish is carried out with others'. */
interface Call {
  actor: Actor
}

interface Place {
  readonly call: Call
  readonly gathering: Gathering
}

interface Waiting {
  readonly call: Call
  readonly actor: Actor
  readonly entry: WaitingMove
  /** Gives what it was answered, or throws it; null until then. */
  answer: (() => MoveMade) | null
  /** It is the one to write the next batch. */
  isNext: boolean
}

/** By the way to the rows, which is the same in whose name ever the call goes on. */
const places = new WeakMap<Context['transaction'], Place>()

/** Says which call a context is of, and in which process it is made. */
export function admit({ transaction }: Context, place: Place): void {
  places.set(transaction, place)
}

export function placeOf({ transaction }: Context): Place {
  const place = places.get(transaction)
  if (place === undefined) throw new Error('Only calls of the API move tasks.')
  return place
}

/** As in the product (server/platform/gathering.ts), but that a second batch is worth its while sooner. */
const mostWriters = 2
const worthASecondWriter = 2

const carryOut = plantable('carryOut', (batch: readonly WaitingMove[], write: Write) => write(batch))

/**
 * The moves that are asked for in one process: what comes while a batch is being written makes the next. The call that
 * writes a batch acts for all of it, the others wait until they are answered.
 */
export class Gathering {
  #waiting: Waiting[] = []
  #writers = 0
  readonly #onMade: (moves: number) => void

  /** `onMade` hears how many moves each batch has made. */
  constructor(onMade: (moves: number) => void) {
    this.#onMade = onMade
  }

  async pass(call: Call, wish: Wish, write: Write): Promise<MoveMade> {
    const { actor } = call
    const resolve = (made: MoveMade): void => {
      own.answer ??= () => made
    }
    const reject = (error: unknown): void => {
      own.answer ??= () => {
        throw error
      }
    }
    const own: Waiting = { call, actor, entry: { ...wish, resolve, reject }, answer: null, isNext: false }
    this.#waiting.push(own)
    const isWorthWriting = this.#waiting.length >= (this.#writers === 0 ? 1 : worthASecondWriter)
    if (this.#writers < mostWriters && isWorthWriting) {
      this.#writers += 1
      await this.#writeBatch(actor, write)
    }
    while (own.answer === null) {
      await actor.block()
      if (!own.isNext) continue
      own.isNext = false
      await this.#writeBatch(actor, write)
    }
    return own.answer()
  }

  async #writeBatch(actor: Actor, write: Write): Promise<void> {
    // What is asked for until it goes on is in its batch.
    await actor.pause()
    const batch = this.#waiting
    this.#waiting = []
    const [first] = batch
    if (first !== undefined) {
      const entries = batch.map(({ entry }) => entry)
      first.call.actor = actor
      await carryOut(entries, write).catch((error: unknown) => {
        for (const { reject } of entries) reject(error)
      })
      first.call.actor = first.actor
    }
    this.#onMade(batch.filter(isMade).length)
    for (const one of batch) one.actor.unblock()
    this.#writers -= 1
    const [next] = this.#waiting
    if (next === undefined || this.#writers > 0) return
    this.#writers += 1
    next.isNext = true
    next.actor.unblock()
  }
}

function isMade({ answer }: Waiting): boolean {
  try {
    return answer !== null && answer().kind !== 'alone'
  } catch {
    return false
  }
}
