import { createSocket } from 'node:dgram'
import type { Socket } from 'node:dgram'
import { once } from 'node:events'
import { Resolver } from 'node:dns/promises'
import { isIPv6 } from 'node:net'

export type QuestionType = 'A' | 'AAAA'

/** One line of an answer. `name` is the asked one unless given, as behind a CNAME. */
export interface DnsRecord {
  readonly type: QuestionType | 'CNAME'
  readonly data: string
  readonly name?: string
  readonly ttlSeconds?: number
}

export type DnsReply = readonly DnsRecord[] | 'NXDOMAIN' | 'SERVFAIL' | 'silence'

export interface TestDnsServer {
  readonly resolver: Resolver
  /** Every question seen, such as `A hook.example.com`. */
  readonly questions: string[]
  close(): Promise<void>
}

const typeCodes = { A: 1, CNAME: 5, AAAA: 28 } as const
const responseCodes = { NXDOMAIN: 3, SERVFAIL: 2 } as const

/** A real DNS server on loopback whose answers are scripted; `resolver` asks it and nobody else. */
export async function startDnsServer(script: (name: string, type: QuestionType) => DnsReply): Promise<TestDnsServer> {
  const socket = createSocket('udp4')
  const questions: string[] = []
  socket.on('message', (message, peer) => {
    const question = readQuestion(message)
    questions.push(`${question.type} ${question.name}`)
    const reply = script(question.name, question.type)
    if (reply !== 'silence') socket.send(writeReply(message, question, reply), peer.port, peer.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { resolver: resolverOf(socket), questions, close: () => closeSocket(socket) }
}

async function closeSocket(socket: Socket): Promise<void> {
  socket.close()
  await once(socket, 'close')
}

function resolverOf(socket: Socket): Resolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 1 })
  resolver.setServers([`127.0.0.1:${socket.address().port}`])
  return resolver
}

interface Question {
  readonly name: string
  readonly type: QuestionType
  readonly bytes: Buffer
}

function readQuestion(message: Buffer): Question {
  const labels: string[] = []
  let offset = 12
  for (let length = message.readUInt8(offset); length > 0; length = message.readUInt8(offset)) {
    labels.push(message.toString('latin1', offset + 1, offset + 1 + length))
    offset += 1 + length
  }
  const type = message.readUInt16BE(offset + 1) === typeCodes.AAAA ? 'AAAA' : 'A'
  return { name: labels.join('.').toLowerCase(), type, bytes: message.subarray(12, offset + 5) }
}

function writeReply(query: Buffer, question: Question, reply: Exclude<DnsReply, 'silence'>): Buffer {
  const records = typeof reply === 'string' ? [] : reply
  const header = Buffer.alloc(12)
  query.copy(header, 0, 0, 2)
  header.writeUInt16BE(0x8180 | (typeof reply === 'string' ? responseCodes[reply] : 0), 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(records.length, 6)
  return Buffer.concat([header, question.bytes, ...records.map((record) => writeRecord(record, question.name))])
}

function writeRecord(record: DnsRecord, askedName: string): Buffer {
  const data = writeData(record)
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(typeCodes[record.type], 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt32BE(record.ttlSeconds ?? 60, 4)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([writeName(record.name ?? askedName), fixed, data])
}

function writeData(record: DnsRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.data.split('.').map(Number))
    case 'AAAA':
      return writeIPv6(record.data)
    case 'CNAME':
      return writeName(record.data)
  }
}

function writeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.from(`${String.fromCodePoint(label.length)}${label}`, 'latin1'))
  return Buffer.concat([...labels, Buffer.from([0])])
}

/** Full groups only: test scripts write `2606:4700:0:0:0:0:0:1`. */
function writeIPv6(text: string): Buffer {
  if (!isIPv6(text) || text.includes('::')) throw new Error(`Write all eight groups of ${text}.`)
  const bytes = Buffer.alloc(16)
  text.split(':').forEach((group, index) => bytes.writeUInt16BE(Number.parseInt(group, 16), index * 2))
  return bytes
}
