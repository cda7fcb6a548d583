import { h } from 'preact'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { createCalls, type Signed } from './calls.ts'
import { type Desk, DeskContext } from './context.ts'
import { Door } from './door.tsx'
import { addressOf, type PageFacts, type Place, readPlace } from './page.ts'
import { Requests } from './requests.tsx'
import type { PortalMemory, Session } from './session.ts'
import { loadSpeech, type Speech } from './words/speech.ts'

interface AppProps {
  readonly facts: PageFacts
  readonly memory: PortalMemory
  readonly first: Speech
  readonly onLanguage: (language: string) => void
}

/** Why nobody is signed in any more, where that is worth saying. */
type Parting = 'ended' | 'signedOut' | 'signedOutAll'

/** The page: its door, or the requests of whoever is signed in. */
export function App({ facts, memory, first, onLanguage }: AppProps) {
  const [speech, setSpeech] = useState(first)
  const [session, setSession] = useState(memory.session)
  const [parting, setParting] = useState<Parting | null>(null)
  const [place, goHome] = usePlace()
  const now = useRef({ session, speech })
  now.current = { session, speech }
  const keep = (signed: Session | null) => {
    memory.keepSession(signed)
    now.current = { ...now.current, session: signed }
    setSession(signed)
  }
  const part = (why: Parting) => {
    keep(null)
    setParting(why)
  }
  const calls = useMemo(
    () =>
      createCalls({
        workspace: facts.workspace.slug,
        language: () => now.current.speech.language,
        token: () => now.current.session?.token ?? null,
        onEnded: () => part('ended'),
      }),
    [],
  )
  const { language, words } = speech
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${words.title} · ${facts.workspace.name}`
  }, [language])
  useEffect(() => {
    if (session === null && place.kind === 'ticket') memory.keepWanted(place.value)
  }, [session, place])
  const enter = ({ token, email }: Signed) => {
    keep({ token, email })
    setParting(null)
    const wanted = memory.takeWanted()
    goHome(wanted === null ? '#/' : addressOf(wanted))
  }
  const changeLanguage = (chosen: string) => {
    onLanguage(chosen)
    void loadSpeech(chosen).then(setSpeech)
  }
  const desk: Desk = { facts, calls, memory, speech, changeLanguage }
  return (
    <DeskContext.Provider value={desk}>
      {session === null || place.kind === 'link' ? (
        <Door
          link={place.kind === 'link' ? place.value : null}
          notice={parting === null ? null : words[parting]}
          onSignedIn={enter}
        />
      ) : (
        <Requests
          email={session.email}
          ticketId={place.kind === 'ticket' ? place.value : null}
          onSignOut={async (everywhere) => {
            await calls.signOut(everywhere)
            goHome('#/')
            part(everywhere ? 'signedOutAll' : 'signedOut')
          }}
        />
      )}
    </DeskContext.Provider>
  )
}

/** Where the address leads, and a way to go elsewhere. The secret of a link does not stay in the address. */
function usePlace(): [Place, (hash: string) => void] {
  const [place, setPlace] = useState(() => readPlace(location.hash))
  useEffect(() => {
    const hide = (found: Place) => {
      if (found.kind === 'link') history.replaceState(null, '', `${location.pathname}${location.search}`)
    }
    const look = () => {
      const found = readPlace(location.hash)
      hide(found)
      setPlace(found)
    }
    hide(place)
    addEventListener('hashchange', look)
    return () => removeEventListener('hashchange', look)
  }, [])
  const go = (hash: string) => {
    history.replaceState(null, '', `${location.pathname}${location.search}${hash}`)
    setPlace(readPlace(hash))
  }
  return [place, go]
}
