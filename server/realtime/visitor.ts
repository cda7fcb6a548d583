import { authenticateToken, redeemPass } from '../modules/access/index.ts'
import type { Workspace } from '../platform/context.ts'
import { AppError } from '../platform/errors.ts'
import type { Installation } from '../platform/installation.ts'
import type { Principal } from '../platform/principal.ts'
import type { Credential } from './credential.ts'
import type { GivenProof } from './handshake.ts'

/** Who a socket belongs to. */
export interface Visitor {
  readonly workspace: Workspace
  readonly principal: Principal
  readonly credential: Credential
}

/** Finds out whose socket this is; null when the proof is none. A pass is used up by it. */
export async function identifyVisitor(installation: Installation, proof: GivenProof): Promise<Visitor | null> {
  try {
    if (proof.kind === 'token') {
      const { workspace, principal, tokenId } = await authenticateToken(installation, proof.token)
      return { workspace, principal, credential: { kind: 'token', id: tokenId, workspaceId: workspace.id } }
    }
    const { workspace, principal, sessionId } = await redeemPass(installation, proof.pass)
    return { workspace, principal, credential: { kind: 'session', id: sessionId, workspaceId: workspace.id } }
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}
