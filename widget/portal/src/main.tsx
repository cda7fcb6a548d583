import { h, render } from 'preact'
import { keepText, shelfOf } from '../../src/chat/kept.ts'
import { applyTheme, themeOf } from '../../src/look/theme.ts'
import { App } from './app.tsx'
import { readPage } from './page.ts'
import { openMemory } from './session.ts'
import { chooseLanguage } from './words/languages.ts'
import { loadSpeech } from './words/speech.ts'
import '../../src/look/base.css'
import '../../src/look/rating.css'
import './portal.css'

const facts = readPage()
// A link to the page may say how it is to look, as the tag of a chat does.
const wishes = new URLSearchParams(location.search)
applyTheme(themeOf(wishes.get('theme') ?? undefined), facts.colours)
if (wishes.get('dir') === 'rtl') document.documentElement.dir = 'rtl'

const device = shelfOf(() => localStorage)
const memory = openMemory(
  facts.workspace.slug,
  device,
  shelfOf(() => sessionStorage),
)
const chosen = keepText(device, 'switchyard.portal.language')
const first = await loadSpeech(chooseLanguage([chosen.read(), wishes.get('language'), ...navigator.languages]))
const root = document.getElementById('app')
if (root !== null) render(<App {...{ facts, memory, first }} onLanguage={chosen.write} />, root)
