import type { Context, Tx } from '../../platform/context.ts'
import { can } from '../access/index.ts'
import { placeOfCase } from './case.ts'
import { findCase } from './case-view.ts'

/** Whether somebody may see what was laid before a case. Who opened it without reading cases sees only where it stands. */
export async function mayReadEvidence(tx: Tx, context: Context, caseId: string): Promise<boolean> {
  const found = await findCase(tx, context.workspace.id, caseId)
  return found !== null && can(context.principal, 'case:read', placeOfCase(found))
}
