import { useEffect, useState } from 'preact/hooks'
import laterUrl from 'virtual:later-url'
import { usePanel } from './context.ts'
import { kit } from './kit.ts'
import type { makeLater } from './later.ts'

interface Parts {
  readonly makeLater: typeof makeLater
}
type Later = Awaited<ReturnType<typeof makeLater>>

let made: Later | null = null
const againMs = 3000

/** Throws where the network does not let it come. */
export async function loadLater(language: string): Promise<Later> {
  const parts = (await import(laterUrl)) as Parts
  return (made ??= await parts.makeLater(kit, language))
}

/** What few need at once comes when it is wanted, as soon as the network lets it; null until it is there. */
export function useLater(isWanted: boolean): Later | null {
  const { speech } = usePanel()
  const [later, setLater] = useState(made)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (isWanted && later === null)
      loadLater(speech.language).then(setLater, () => void setTimeout(setTries, againMs, tries + 1))
  }, [isWanted, tries])
  return later
}
