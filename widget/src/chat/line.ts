import type { Calls, Credential, Refusal } from './calls.ts'
import { hasGap, hear, lastSeq, markRefused, type Message } from './conversation.ts'
import { applyFrame, type Frame } from './frames.ts'
import { createOutbox } from './outbox.ts'
import { type ChatState, follow } from './state.ts'
import type { Store } from './store.ts'
import { openStream, type Stream } from './stream.ts'

export interface LineOptions {
  readonly calls: Calls
  readonly credential: Credential
  readonly streamUrl: string
  readonly state: Store<ChatState>
  /** The server does not know this session any more. */
  readonly onLost: () => void
}

/** The line to one session, from its opening until it is closed for good. */
export interface Line {
  readonly credential: Credential
  tell(frame: object): void
  /** Sends what waits in the outbox. */
  send(): void
  /** Asks how the session stands. */
  refresh(): Promise<unknown>
  setOnline(isOnline: boolean): void
  close(): void
}

const typingShownMs = 6000
/** An answer that the stream does not follow this soon is a sign that the stream is dead. */
const echoLimitMs = 5000
const firstPollMs = 500
const pollMs = 3000
/** The server knows neither us nor the session any more. */
const strangers = new Set([401, 403, 404])

export function openLine(options: LineOptions): Line {
  const { credential, state } = options
  const ears = openEars(options)
  const [echo, poll] = [createAlarm(), createAlarm()]
  const outbox = createOutbox({
    waiting: () => (ears.isOpen() ? state.get().conversation.outbox : []),
    send: ({ clientId, body, files = [] }) =>
      options.calls.say(credential, { clientId, body, attachments: files.map(({ id }) => id) }),
    onSent: (message) => {
      ears.hear([message])
      echo.set(echoLimitMs, () => {
        if (lastSeq(state.get().conversation) < message.seq) stream.renew()
      })
    },
    onRefused: ({ clientId }, { status }) => {
      ears.change((value) => ({ ...value, conversation: markRefused(value.conversation, clientId, true) }))
      if (status === 409) void refresh()
    },
  })
  const stream: Stream = openStream({
    address: () => `${options.streamUrl}?after=${lastSeq(state.get().conversation)}`,
    token: credential.token,
    onFrame: (frame) => {
      ears.take(frame as Frame)
      rest()
    },
    onLink: (isUp) => {
      if (isUp) {
        poll.stop()
        // What was seen while nobody listened.
        const seq = state.get().seen
        if (seq > 0) stream.send({ type: 'read', seq })
        link(true)
      } else if (!poll.isSet()) poll.set(firstPollMs, ask)
    },
    onEnd: () => void refresh(),
  })
  const link = (isLinked: boolean) => {
    ears.change((value) => (value.isLinked === isLinked ? value : { ...value, isLinked }))
    if (isLinked) outbox.work()
  }
  const refresh = async () => {
    const isReached = await ears.refresh()
    rest()
    return isReached
  }
  /** Where no stream gets through, as behind some proxies, calls do: slower, but nothing is missed. */
  const ask = async () => {
    link(await refresh())
    await ears.fill()
    if (ears.isOpen() && state.get().phase !== 'ended') poll.set(pollMs, ask)
  }
  /** What is over says nothing more; what was said last may still be on its way. */
  const rest = () => {
    if (ears.isOpen() && state.get().phase === 'ended') void ears.fill().then(stream.close)
  }
  const close = () => {
    for (const end of [ears.close, echo.stop, poll.stop, outbox.stop, stream.close]) end()
  }
  const setOnline = (isOnline: boolean) => {
    if (isOnline) return stream.renew()
    stream.drop()
    link(false)
  }
  return { credential, tell: stream.send, send: outbox.work, refresh, setOnline, close }
}

/** What is heard of a session, from calls and from the stream, until nobody listens any more. */
function openEars({ calls, credential, state, onLost }: LineOptions) {
  const typing = createAlarm()
  let isOpen = true
  const change = (make: (value: ChatState) => ChatState) => {
    if (isOpen) state.set(make)
  }
  const hearAll = (messages: readonly Message[]) => {
    change((value) => ({ ...value, conversation: hear(value.conversation, messages) }))
    if (hasGap(state.get().conversation)) void fill()
  }
  /** Asks for what came after the whole beginning; what fails here comes again with the stream. */
  const fill = async () => {
    const after = lastSeq(state.get().conversation)
    const messages = await calls.messagesAfter(credential, after).catch(() => [])
    if (messages.some(({ seq }) => seq === after + 1)) hearAll(messages)
  }
  /** Whether the server was reached, whatever it said. */
  const refresh = async () => {
    try {
      const session = await calls.read(credential)
      change((value) => follow(value, session))
      return true
    } catch (error) {
      const { status } = error as Refusal
      if (isOpen && strangers.has(status)) onLost()
      return status > 0
    }
  }
  const take = (frame: Frame) => {
    if (frame.type === 'message') {
      if (frame.message.author.kind !== 'customer') change((value) => ({ ...value, isTyping: false }))
      return hearAll([frame.message])
    }
    change((value) => applyFrame(value, frame))
    if (frame.type === 'typing') typing.set(typingShownMs, () => change((value) => ({ ...value, isTyping: false })))
  }
  const close = () => {
    isOpen = false
    typing.stop()
  }
  return { change, hear: hearAll, fill, refresh, take, close, isOpen: () => isOpen }
}

/** One thing to do later, which the next one replaces. */
function createAlarm() {
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    set: (ms: number, act: () => unknown) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        timer = undefined
        void act()
      }, ms)
    },
    stop: () => {
      clearTimeout(timer)
      timer = undefined
    },
    isSet: () => timer !== undefined,
  }
}
