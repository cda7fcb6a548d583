import { isAllowedOrigin, type Widget } from '../../core/workflow/index.ts'
import type { Context } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { Installation } from '../../platform/installation.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { findWorkspace } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'

/** A channel of a workspace whose chats web pages open. */
export interface FoundWidget {
  /** The system's context in the workspace: a page has no principal of its own yet. */
  readonly context: Context
  readonly channel: string
  readonly widget: Widget
}

/** Whose page asks: by its origin, and whether that is our own. */
export interface AskingPage {
  /** Null when the caller is no browser's page. */
  readonly origin: string | null
  readonly isOwnPage: boolean
}

/** The widget of a channel key, `<workspace>.<channel>`, or null when there is none. */
export async function findWidget(
  installation: Installation,
  { key, requestId }: { key: string; requestId: string },
): Promise<FoundWidget | null> {
  const dot = key.indexOf('.')
  const workspace = dot === -1 ? null : await findWorkspace(installation, key.slice(0, dot))
  if (workspace === null) return null
  const context = installation.openContext({ workspace, principal: systemPrincipal, requestId })
  const slug = key.slice(dot + 1)
  const widget = (await currentWorkflow(context)).channels.get(slug)?.widget ?? null
  return widget === null ? null : { context, channel: slug, widget }
}

/**
 * The same for a page that may use it: our own, or one of the channel's origins. Throws `forbidden` alike for a key that
 * does not exist and a page that may not.
 */
export async function requireWidget(
  installation: Installation,
  { page, ...asked }: { key: string; requestId: string; page: AskingPage },
): Promise<FoundWidget> {
  const found = await findWidget(installation, asked)
  const { origin, isOwnPage } = page
  const isAllowed = found !== null && origin !== null && (isOwnPage || isAllowedOrigin(found.widget.origins, origin))
  if (isAllowed) return found
  throw new AppError('forbidden', 'No such channel is open to this page.')
}
