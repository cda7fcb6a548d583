import { WebSocket } from 'ws'
import { type ChatSockets, type Hearing, openAll, sentence, type Side } from './chat-sockets.ts'

/** The host that an XMPP server of the bench serves. */
export const xmppDomain = 'bench.local'

const opening = `<open xmlns="urn:ietf:params:xml:ns:xmpp-framing" to="${xmppDomain}" version="1.0"/>`
const signIn = '<auth xmlns="urn:ietf:params:xml:ns:xmpp-sasl" mechanism="ANONYMOUS"/>'
const bind = '<iq xmlns="jabber:client" type="set" id="b"><bind xmlns="urn:ietf:params:xml:ns:xmpp-bind"/></iq>'
const sent = /^<message [^>]*id='([ca])(\d+)'/

/**
 * Two XMPP sockets (RFC 7395) for each chat, whose sides write to each other. There is no acknowledgement: a message
 * counts as acknowledged when the other side hears it.
 */
export async function openXmppSockets(
  { address, chats }: { address: string; chats: number },
  hearing: Hearing,
): Promise<ChatSockets> {
  const own: { readonly [S in Side]: { socket: WebSocket; name: string }[] } = { customer: [], agent: [] }
  let isClosing = false

  function open(chat: number, side: Side): Promise<void> {
    const url = `${address.replace(/^http/, 'ws')}/xmpp-websocket`
    const socket = new WebSocket(url, ['xmpp'], { headers: { host: xmppDomain }, perMessageDeflate: false })
    return new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('close', (code) => isClosing || hearing.onFault(`closed ${code}`))
      socket.on('open', () => socket.send(opening))
      socket.on('message', (data: Buffer) => {
        const at = performance.timeOrigin + performance.now()
        const text = data.toString('utf8')
        const [, letter, number] = sent.exec(text) ?? []
        if (letter !== undefined) {
          hearing.onMessage(Number(number), at, letter !== side[0])
          hearing.onAck(Number(number), at)
        } else if (text.includes('ANONYMOUS')) socket.send(signIn)
        else if (text.startsWith('<success')) socket.send(opening)
        else if (text.includes('<bind') && text.includes('features')) socket.send(bind)
        else if (text.includes('<jid>')) {
          own[side][chat] = { socket, name: /<jid>(.*?)<\/jid>/.exec(text)?.[1] ?? '' }
          resolve()
        } else if (!text.startsWith('<open')) hearing.onFault(text)
      })
    })
  }

  await openAll(chats, open)
  const otherSide = { customer: 'agent', agent: 'customer' } as const
  return {
    say: (chat, side, number) => {
      const to = own[otherSide[side]][chat]?.name ?? ''
      own[side][chat]?.socket.send(
        `<message xmlns="jabber:client" to="${to}" type="chat" id="${side[0]}${number}"><body>${sentence}</body></message>`,
      )
    },
    close: () => {
      isClosing = true
      for (const { socket } of [...own.customer, ...own.agent]) socket.terminate()
    },
  }
}
