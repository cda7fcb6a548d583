import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { Context, Tx } from '../../platform/context.ts'
import { sealOf } from '../../platform/seal.ts'
import { insertAuditKey } from './audit-store.ts'
import { findAuditKeys } from './audit-view.ts'

/** The key that signs what a workspace seals. */
export interface SigningKey {
  readonly number: number
  sign(text: Uint8Array): Buffer
}

/** A public key that is known to belong to a private one of ours. */
export interface CheckingKey {
  verifies(text: Uint8Array, signature: Uint8Array): boolean
}

const bindingOf = (workspaceId: string, number: number) => `audit_keys/${workspaceId}/${number}`
const firstNumber = 1

/** The workspace's newest key, made when first asked for; of two makers at once one wins and both use it. */
export async function signingKey(tx: Tx, context: Context): Promise<SigningKey> {
  const found = (await findAuditKeys(tx, context.workspace.id)).at(-1) ?? (await makeKey(tx, context))
  const pem = sealOf(context.memory).open(found.privateSealed, bindingOf(context.workspace.id, found.number))
  const key = createPrivateKey(pem)
  return { number: found.number, sign: (text) => sign(null, text, key) }
}

async function makeKey(tx: Tx, context: Context) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  await insertAuditKey(tx, context.workspace.id, {
    number: firstNumber,
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    privateSealed: sealOf(context.memory).seal(pem, bindingOf(context.workspace.id, firstNumber)),
  })
  const [made] = await findAuditKeys(tx, context.workspace.id)
  if (made === undefined) throw new Error('A key just written is not there.')
  return made
}

/**
 * The keys that may have signed, by number. A public key counts only when the sealed private one opens and fits it: a
 * stranger who holds the database cannot put another in its place.
 */
export async function checkingKeys(tx: Tx, context: Context): Promise<ReadonlyMap<number, CheckingKey>> {
  const seal = sealOf(context.memory)
  const keys = new Map<number, CheckingKey>()
  for (const { number, publicKey, privateSealed } of await findAuditKeys(tx, context.workspace.id)) {
    const own = publicKeyOf(() => seal.open(privateSealed, bindingOf(context.workspace.id, number)))
    if (own === null || !own.export({ type: 'spki', format: 'der' }).equals(publicKey)) continue
    keys.set(number, { verifies: (text, signature) => verify(null, text, own, signature) })
  }
  return keys
}

function publicKeyOf(open: () => string) {
  try {
    return createPublicKey(open())
  } catch {
    return null
  }
}
