import { h } from 'preact'
import { useDesk } from './context.ts'

const languages = [
  ['en', 'English'],
  ['es', 'Español'],
  ['pt', 'Português'],
] as const

/** The languages there are, each by its own name. */
export function Tongues() {
  const { speech, changeLanguage } = useDesk()
  return (
    <nav class="tongues" aria-label={speech.words.languages}>
      {languages.map(([code, name]) => (
        <button
          key={code}
          type="button"
          lang={code}
          aria-current={code === speech.language ? 'true' : undefined}
          onClick={() => changeLanguage(code)}
        >
          {name}
        </button>
      ))}
    </nav>
  )
}
