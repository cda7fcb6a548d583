import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeCheckpoint, sealEvents, verifyAudit } from '../../modules/audit/index.ts'
import { openAuditWorld, testSealingKey } from '../../modules/audit/testing/audit-world.ts'
import type { Context } from '../../platform/context.ts'
import { bytesOf } from './own-chain.ts'
import { readRows } from './trail-reader.ts'
import { type LoggedCheckpoint, verifyTrail } from './verify-trail.ts'

const world = await openAuditWorld()
const client = new Client(world.database.appUrl)
beforeAll(() => client.connect())
afterAll(async () => {
  await client.end()
  await world.close()
})

const sealingKey = Buffer.from(testSealingKey)
const check = (context: Context, logged: readonly LoggedCheckpoint[] = []) =>
  verifyTrail(client, { workspaceId: context.workspace.id, sealingKey, logged })

/** Four seals of five rows, and a checkpoint after the second and the last one. */
async function openTrail() {
  const context = await world.openContext()
  await world.sealedRows(context, 2, 5)
  const first = await makeCheckpoint(context)
  const seqs = await world.sealedRows(context, 2, 5)
  const last = await makeCheckpoint(context)
  if (first === null || last === null) throw new Error('There are no checkpoints.')
  const id = context.workspace.id
  const run = (text: string, ...values: unknown[]) => world.owner(text, [id, ...values])
  return { context, seqs, run, checkpoints: [first, last] }
}
type Trail = Awaited<ReturnType<typeof openTrail>>

/** Writes every hash and every `rows` anew from the rows as they are now, as somebody who can write the tables would. */
async function rewriteChain({ context, run }: Trail, resign: ((text: Buffer) => Buffer) | null): Promise<void> {
  const { id } = context.workspace
  const reader = new Client(world.database.ownerUrl)
  await reader.connect()
  await reader.query('begin')
  let hash = Buffer.alloc(32)
  const rows = []
  for await (const row of readRows(reader, id)) rows.push(row)
  await reader.end()
  for (let number = 1, at = 0; at < rows.length; number++, at += 5) {
    const part = rows.slice(at, at + 5)
    const hashes = part.map(({ content }) => {
      hash = createHash('sha256').update(hash).update(bytesOf(content)).digest()
      return hash
    })
    const lastSeq = part.at(-1)?.seq ?? 0
    const seqs = part.map(({ seq }) => seq)
    const facts = {
      kind: 'seal',
      workspaceId: id,
      number,
      rows: at + part.length,
      lastSeq,
      hash: hash.toString('base64'),
    }
    const text = `update audit_seals set hashes = $3, seqs = $4, rows = $5, last_seq = $6 where workspace_id = $1 and number = $2`
    await run(text, number, Buffer.concat(hashes), seqs, facts.rows, lastSeq)
    if (resign === null) continue
    await run(
      'update audit_seals set signature = $3 where workspace_id = $1 and number = $2',
      number,
      resign(bytesOf(facts)),
    )
  }
}

const change = `update events set data = '{"status": "forged"}' where workspace_id = $1 and seq = $2`
const remove = `delete from events where workspace_id = $1 and seq = $2`
const insert = `insert into events (workspace_id, seq, id, subject_kind, subject_id, subject_seq, type, at, actor, data)
  values ($1, $2, gen_random_uuid(), 'order', gen_random_uuid(), 1, 'order.saved', now(), '{}', '{}')`

/** What somebody does to the tables, and the row that must be named: its place among the twenty, from 0. */
const tamperings: readonly [string, number, (trail: Trail) => Promise<unknown>][] = [
  ['changes what a row says', 6, ({ run, seqs }) => run(change, seqs[6])],
  ...(
    [
      [`at = at + interval '1 millisecond'`],
      [`actor = jsonb_set(actor, '{id}', to_jsonb(gen_random_uuid()))`],
      [`type = 'order.Saved'`],
      [`subject_id = gen_random_uuid()`],
      [`subject_seq = subject_seq + 1`],
      [`origin = '{"requestId": "other"}'`],
      [`cause = '{}'`],
      [`ticket_id = gen_random_uuid()`],
      [`id = gen_random_uuid()`],
      [`schema_version = 2`],
      [`recorded_on = recorded_on + 31`],
    ] as const
  ).map(([assignment]): [string, number, (trail: Trail) => Promise<unknown>] => [
    `sets ${assignment}`,
    11,
    ({ run, seqs }) => run(`update events set ${assignment} where workspace_id = $1 and seq = $2`, seqs[11]),
  ]),
  ['deletes a row', 8, ({ run, seqs }) => run(remove, seqs[8])],
  ['deletes the first row', 0, ({ run, seqs }) => run(remove, seqs[0])],
  ['deletes the last row of a seal', 4, ({ run, seqs }) => run(remove, seqs[4])],
  [
    'swaps two rows',
    3,
    async ({ run, seqs }) => {
      const move = 'update events set seq = $3 where workspace_id = $1 and seq = $2'
      await run(move, seqs[3], -1)
      await run(move, seqs[12], seqs[3])
      await run(move, -1, seqs[12])
    },
  ],
  [
    'moves a row to the end',
    2,
    ({ run, seqs }) =>
      run(`update events set seq = nextval('event_seq') where workspace_id = $1 and seq = $2`, seqs[2]),
  ],
  [
    'cuts the last rows off',
    17,
    async ({ run, seqs }) => run('delete from events where workspace_id = $1 and seq >= $2', seqs[17]),
  ],
  [
    'cuts the last rows and their seal off',
    15,
    async ({ run, seqs }) => {
      await run('delete from events where workspace_id = $1 and seq >= $2', seqs[15])
      await run('delete from audit_seals where workspace_id = $1 and number = 4')
    },
  ],
  [
    'deletes a seal in the middle',
    5,
    ({ run }) => run('delete from audit_seals where workspace_id = $1 and number = 2'),
  ],
  ['deletes all seals', 0, ({ run }) => run('delete from audit_seals where workspace_id = $1')],
  [
    'rewrites the chain from a row on without the key',
    5,
    async (trail) => {
      await trail.run(change, trail.seqs[7])
      await rewriteChain(trail, null)
    },
  ],
  [
    'rewrites the chain without a row that it deletes',
    5,
    async (trail) => {
      await trail.run(remove, trail.seqs[7])
      await rewriteChain(trail, null)
    },
  ],
  [
    'rewrites the chain and signs it with a key of its own',
    0,
    async (trail) => {
      const { publicKey, privateKey } = generateKeyPairSync('ed25519')
      const der = publicKey.export({ type: 'spki', format: 'der' })
      await trail.run('update audit_keys set public_key = $2 where workspace_id = $1', der)
      await trail.run(change, trail.seqs[7])
      await rewriteChain(trail, (text) => sign(null, text, privateKey))
    },
  ],
  [
    'changes a hash of a seal',
    6,
    ({ run }) =>
      run(
        `update audit_seals set hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) where workspace_id = $1 and number = 2`,
      ),
  ],
  [
    'changes the count of a seal',
    5,
    ({ run }) => run('update audit_seals set rows = rows + 1 where workspace_id = $1 and number = 2'),
  ],
  [
    'changes the signature of a seal',
    5,
    ({ run }) =>
      run(
        'update audit_seals set signature = set_byte(signature, 9, get_byte(signature, 9) # 1) where workspace_id = $1 and number = 2',
      ),
  ],
  [
    'gives seals the numbers of others',
    5,
    async ({ run }) => {
      await run('update audit_seals set number = 99 where workspace_id = $1 and number = 2')
      await run('update audit_seals set number = 2 where workspace_id = $1 and number = 3')
    },
  ],
]

describe('somebody who owns the database and', () => {
  it.each(tamperings)('%s is found out by both verifiers, which name row %i', async (_what, place, tamper) => {
    const trail = await openTrail()
    expect((await check(trail.context)).firstBad).toBeNull()
    expect((await verifyAudit(trail.context)).firstBad).toBeNull()
    await tamper(trail)
    const expected = trail.seqs[place] ?? 0
    for (const { firstBad } of [await check(trail.context), await verifyAudit(trail.context)]) {
      const { seq = null, upTo = 0 } = firstBad ?? {}
      expect(seq).not.toBeNull()
      // Where rows before it are gone as well, only the stretch is known.
      expect(seq).toBeLessThanOrEqual(expected)
      expect(upTo).toBeGreaterThanOrEqual(expected)
      expect(seq).toBeGreaterThan(place === 0 ? 0 : (trail.seqs[place - 1] ?? 0))
    }
  })

  it('puts a row between two is found out by that row', async () => {
    const trail = await openTrail()
    const [gap] = await world.owner<{ seq: number }>(`select nextval('event_seq')::float8 as seq`)
    await world.append(trail.context, 2)
    await world.settle()
    await sealEvents(trail.context)
    await trail.run(insert, gap?.seq)
    expect((await check(trail.context)).firstBad).toMatchObject({ seq: gap?.seq, upTo: gap?.seq })
    expect((await verifyAudit(trail.context)).firstBad).toMatchObject({ seq: gap?.seq, reason: 'row_inserted' })
  })

  it.each([
    ['at', `at = at + interval '1 second'`],
    ['rows', 'rows = rows - 1'],
    ['seals', 'seals = 3'],
    ['hash', 'hash = set_byte(hash, 1, get_byte(hash, 1) # 1)'],
    ['signature', 'signature = set_byte(signature, 1, get_byte(signature, 1) # 1)'],
    ['number', 'number = 7'],
  ])('changes the %s of a checkpoint is found out', async (_column, assignment) => {
    const { context, run, seqs } = await openTrail()
    await run(`update audit_checkpoints set ${assignment} where workspace_id = $1 and number = 2`)
    for (const { firstBad } of [await check(context), await verifyAudit(context)]) {
      expect(firstBad?.seq).toBeGreaterThan(seqs[9] ?? 0)
      expect(firstBad?.upTo).toBeGreaterThanOrEqual(seqs[14] ?? 0)
    }
  })

  it('takes the first checkpoint away is found out', async () => {
    const { context, run } = await openTrail()
    await run('delete from audit_checkpoints where workspace_id = $1 and number = 1')
    expect((await check(context)).firstBad).not.toBeNull()
    expect((await verifyAudit(context)).firstBad).toMatchObject({ reason: 'checkpoint_changed' })
  })

  it('cuts rows, seals and checkpoints off is found out by the log', async () => {
    const { context, run, seqs, checkpoints } = await openTrail()
    const logged = checkpoints.map(({ number, lastSeq, signature }) => {
      return { number, lastSeq, signature: Buffer.from(signature).toString('base64') }
    })
    expect((await check(context, logged)).firstBad).toBeNull()
    await run('delete from audit_checkpoints where workspace_id = $1 and number = 2')
    await run('delete from audit_seals where workspace_id = $1 and number > 2')
    await run('delete from events where workspace_id = $1 and seq >= $2', seqs[10])
    expect((await check(context)).firstBad).toBeNull()
    expect((await check(context, logged)).firstBad).toMatchObject({ seq: (seqs[9] ?? 0) + 1, upTo: seqs[19] })
  })
})

const randomTamperings = 40

describe('random changes of single rows', () => {
  it('are all found, and the row is named', async () => {
    const { context, seqs, run } = await openTrail()
    for (let round = 0; round < randomTamperings; round++) {
      const place = Math.floor(Math.random() * seqs.length)
      const at = 11 + Math.floor(Math.random() * 8)
      // One bit of the text: a letter becomes another one.
      const text = `update events set data = jsonb_set(data, '{status}', to_jsonb(convert_from(set_bit(convert_to(rpad(data ->> 'status', 20, 'x'), 'UTF8'), $3, 1 - get_bit(convert_to(rpad(data ->> 'status', 20, 'x'), 'UTF8'), $3)), 'UTF8'))) where workspace_id = $1 and seq = $2`
      const [before] = await run('select data from events where workspace_id = $1 and seq = $2', seqs[place])
      await run(text, seqs[place], at * 8)
      expect((await check(context)).firstBad).toMatchObject({ seq: seqs[place], upTo: seqs[place] })
      expect((await verifyAudit(context)).firstBad).toMatchObject({ seq: seqs[place], reason: 'row_changed' })
      await run(
        'update events set data = $3 where workspace_id = $1 and seq = $2',
        seqs[place],
        (before as { data: unknown }).data,
      )
    }
    expect((await check(context)).firstBad).toBeNull()
  })
})
