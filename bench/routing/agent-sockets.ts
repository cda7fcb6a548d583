import { WebSocket } from 'ws'

const protocol = 'switchyard.v1'
const openAtOnce = 20

/** Called with the text of every frame; most are not looked into. */
export type Hear = (text: string, at: number) => void

export interface Sockets {
  /** Frames heard that say something is wrong. */
  readonly faults: readonly string[]
  close(): void
}

/** Opens a socket for everybody named, each answering the server's beats; settles when all of them are fed. */
export async function openSockets(
  address: string,
  visitors: readonly ({ pass: string } | { token: string })[],
  hear: Hear,
): Promise<Sockets> {
  const sockets: WebSocket[] = []
  const faults: string[] = []
  const waiting = [...visitors]
  const openNext = async (): Promise<void> => {
    for (let visitor = waiting.shift(); visitor !== undefined; visitor = waiting.shift())
      sockets.push(await openSocket(address, visitor, { hear, faults }))
  }
  await Promise.all(Array.from({ length: openAtOnce }, openNext))
  return { faults, close: () => sockets.forEach((socket) => socket.terminate()) }
}

function openSocket(
  address: string,
  visitor: { pass: string } | { token: string },
  { hear, faults }: { hear: Hear; faults: string[] },
): Promise<WebSocket> {
  const isAgent = 'pass' in visitor
  const url = `${address.replace(/^http/, 'ws')}/v1/realtime${isAgent ? '?about=me' : ''}`
  const socket = isAgent
    ? new WebSocket(url, [protocol, `pass.${visitor.pass}`], { origin: address, perMessageDeflate: false })
    : new WebSocket(url, { headers: { authorization: `Bearer ${visitor.token}` }, perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.on('error', reject)
    socket.on('close', (code, reason) => faults.push(`closed ${code} ${reason.toString()}`))
    socket.on('message', (data: Buffer) => {
      const at = performance.timeOrigin + performance.now()
      const text = data.toString('utf8')
      if (text.startsWith('{"type":"event"')) return hear(text, at)
      if (text.startsWith('{"type":"hello"')) return resolve(socket)
      if (text.startsWith('{"type":"beat"')) return socket.send('{"type":"heartbeat"}')
      faults.push(text)
    })
  })
}
