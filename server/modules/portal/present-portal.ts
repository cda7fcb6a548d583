import { type Shades, shadesOf } from '../../core/colours/index.ts'
import type { Installation } from '../../platform/installation.ts'
import { systemPrincipal } from '../../platform/principal.ts'
import { findWorkspace } from '../access/index.ts'
import { currentWorkflow } from '../workflow/index.ts'

/** What the page of a portal may know before anybody has signed in: all of it is public. */
export interface PortalFacts {
  readonly workspace: { readonly slug: string; readonly name: string }
  /** The colour of the workspace's chat, made readable in either theme; null = the product's own. */
  readonly colours: { readonly light: Shades; readonly dark: Shades } | null
}

/** The surfaces that the page is drawn on, by theme. */
const surfaces = { light: '#ffffff', dark: '#121417' }

/** The portal of a workspace, in the colour that its customers know from its chat; null when there is no such workspace. */
export async function presentPortal(
  installation: Installation,
  { slug, requestId }: { slug: string; requestId: string },
): Promise<PortalFacts | null> {
  const workspace = await findWorkspace(installation, slug)
  if (workspace === null) return null
  const context = installation.openContext({ workspace, principal: systemPrincipal, requestId })
  const { channels } = await currentWorkflow(context)
  const colour = channels.values().find(({ widget }) => (widget?.color ?? null) !== null)?.widget?.color ?? null
  return {
    workspace: { slug: workspace.slug, name: workspace.name },
    colours:
      colour === null ? null : { light: shadesOf(colour, surfaces.light), dark: shadesOf(colour, surfaces.dark) },
  }
}
