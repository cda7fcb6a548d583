import type { Workspace } from '../../platform/context.ts'
import type { Installation } from '../../platform/installation.ts'
import { type Memory, memoryKey } from '../../platform/memory.ts'
import { createFreshCache } from './fresh-cache.ts'
import { isSlug } from './slug.ts'
import { findEveryWorkspace, findWorkspaceBySlug } from './workspace-view.ts'

interface KnownWorkspace {
  readonly slug: string
  readonly workspace: Workspace | null
}

const knownWorkspaces = memoryKey('access.workspaces', () => createFreshCache<KnownWorkspace>(1_000))

/** The workspace with this slug, or null; what changes is seen within a second. */
export async function findWorkspace(installation: Installation, slug: string): Promise<Workspace | null> {
  if (!isSlug(slug)) return null
  const cache = installation.memory.of(knownWorkspaces)
  const known = await cache.get(slug, installation.now(), async () => ({
    slug,
    workspace: await installation.onGlobalTables((tx) => findWorkspaceBySlug(tx, slug)),
  }))
  return known.workspace
}

/** Every workspace of the installation, the oldest first. */
export function listEveryWorkspace(installation: Installation): Promise<Workspace[]> {
  return installation.onGlobalTables(findEveryWorkspace)
}

/** Drops what this process knows of a slug. */
export function forgetWorkspace(memory: Memory, slug: string): void {
  memory.of(knownWorkspaces).forget((known) => known.slug === slug)
}
