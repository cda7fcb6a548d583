import { type findWidget, openWidgetChat } from '../chat/index.ts'
import { keepAsked } from './showing-store.ts'
import { visitHash } from './visit-hash.ts'

type FoundWidget = NonNullable<Awaited<ReturnType<typeof findWidget>>>
type Opening = Parameters<typeof openWidgetChat>[1]

/** So long a visit lasts: who asks later came for something else. */
const visitMs = 24 * 3_600_000

/** Opens a chat as `openWidgetChat` does; in a visit that was shown articles, it was asked after all. */
export async function openVisitorChat(
  found: FoundWidget,
  { visit, ...opening }: Opening & { visit: string | null },
): ReturnType<typeof openWidgetChat> {
  if (visit === null) return openWidgetChat(found, opening)
  const { context } = found
  // oxlint-disable-next-line switchyard/verb -- openWidgetChat asks and records, in this transaction
  return context.transaction(async (tx) => {
    const opened = await openWidgetChat({ ...found, context: context.within(tx) }, opening)
    const at = context.now()
    await keepAsked(tx, context.workspace.id, { visit: visitHash(visit), since: at - visitMs, at })
    return opened
  })
}
