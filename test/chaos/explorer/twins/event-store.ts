import type * as real from '../../../../server/modules/events/event-store.ts'
import { rowTx } from '../rows/row-tx.ts'

export * from '../../../../server/modules/events/event-store.ts'

export const insertEvents: typeof real.insertEvents = (tx, _workspaceId, _written, rows) => {
  const own = rowTx(tx)
  return own.run(() => {
    for (const { id, type, subject_kind, subject_id, subject_seq, data } of rows)
      own.log({
        id,
        type,
        subjectKind: subject_kind,
        subjectId: subject_id,
        subjectSeq: subject_seq,
        data: data as Record<string, unknown>,
      })
  })
}
