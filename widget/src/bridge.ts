/** What the page that shows the chat says of itself, once, when asked. */
export interface HostFacts {
  readonly language?: string
  readonly theme?: string
  readonly dir?: string
  /** The page's own statement of who its visitor is, signed by its server. */
  readonly identity?: string
}

/** What the page is to show; `src/loader.ts` does as it is told and knows no more. */
export interface LauncherState {
  readonly css: string
  readonly label: string
  readonly isOpen: boolean
}

export interface Bridge {
  show(state: LauncherState): void
  /** Settles with the first thing the page says; never, in a window of its own. */
  readonly facts: Promise<HostFacts>
}

/**
 * Speaks to the page around the frame, at the one origin it was opened for: a page of another origin hears nothing, and
 * whatever comes from elsewhere is not heard.
 */
export function openBridge(origin: string, onWish: (isOpen: boolean) => void): Bridge {
  const host = window.parent
  const facts = Promise.withResolvers<HostFacts>()
  const tell = (message: LauncherState | { readonly css: '' }) => host.postMessage(message, origin)
  window.addEventListener('message', ({ data, source, origin: from }: MessageEvent) => {
    if (from !== origin || source !== host || data === null || typeof data !== 'object') return
    const said = data as HostFacts & { readonly isOpen?: unknown }
    if (typeof said.isOpen === 'boolean') onWish(said.isOpen)
    else facts.resolve(textsOf(said))
  })
  tell({ css: '' })
  return { show: tell, facts: facts.promise }
}

const known = ['language', 'theme', 'dir', 'identity'] as const

/** Nothing but short texts is taken from a page. */
function textsOf(said: Readonly<Record<string, unknown>> | HostFacts): HostFacts {
  const entries = known.flatMap((name) => {
    const value = (said as Record<string, unknown>)[name]
    return typeof value === 'string' && value !== '' && value.length <= 4096 ? [[name, value] as const] : []
  })
  return Object.fromEntries(entries)
}
