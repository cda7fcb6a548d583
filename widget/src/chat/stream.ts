import { pauseMs } from './backoff.ts'
import { parse } from './parse.ts'

export interface StreamOptions {
  /** Where to go on from; asked at each try. */
  readonly address: () => string
  readonly token: string
  readonly onFrame: (frame: unknown) => void
  readonly onLink: (isUp: boolean) => void
  /** The server will have no more of us: the token is revoked or the session unknown. */
  readonly onEnd: () => void
}

export interface Stream {
  send(frame: object): void
  /** Tries at once, whatever was planned: the network is back, or something seems to be missing. */
  renew(): void
  /** Hangs up without waiting to find out: the network is gone. */
  drop(): void
  close(): void
}

/** A policy was broken, which for a session means that its token no longer counts. */
const notWelcome = 1008

/** Keeps one socket open: after each loss it comes back by itself, from where the conversation is whole. */
export function openStream({ address, token, onFrame, onLink, onEnd }: StreamOptions): Stream {
  let socket: WebSocket | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isClosed = false

  const hangUp = () => {
    clearTimeout(timer)
    const old = socket
    socket = null
    old?.close()
  }
  const connect = () => {
    hangUp()
    if (isClosed) return
    const opened = new WebSocket(address(), ['switchyard.v1', `bearer.${token}`])
    socket = opened
    opened.onopen = () => {
      if (socket !== opened) return opened.close()
      onLink(true)
    }
    opened.onmessage = ({ data }) => {
      if (socket !== opened) return
      failures = 0
      const frame = parse(data)
      if (frame !== null) onFrame(frame)
    }
    opened.onclose = ({ code }) => {
      if (socket !== opened) return
      socket = null
      onLink(false)
      if (code === notWelcome) {
        isClosed = true
        return onEnd()
      }
      timer = setTimeout(connect, pauseMs(++failures))
    }
  }
  connect()
  return {
    send: (frame) => {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
    },
    renew: connect,
    drop: () => {
      hangUp()
      onLink(false)
    },
    close: () => {
      isClosed = true
      hangUp()
    },
  }
}
