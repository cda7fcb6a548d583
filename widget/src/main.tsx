import { h, render } from 'preact'
import { App } from './app.tsx'
import { openBridge } from './bridge.ts'
import { readChannel, wordingOf } from './channel.ts'
import { createCalls } from './chat/calls.ts'
import { createChat } from './chat/chat.ts'
import { keepText, shelfOf } from './chat/kept.ts'
import { openMemory, visitorOf } from './chat/memory.ts'
import { applyTheme, themeOf } from './look/theme.ts'
import { createStore } from './chat/store.ts'
import { setPanel } from './ui/context.ts'
import { chooseLanguage, loadSpeech } from './words/words.ts'
import './look/base.css'
import './look/look.css'

const channel = readChannel()
const opened = createStore(false)
const bridge = openBridge(channel.pageOrigin, (isOpen) => opened.set(() => isOpen))
const { language: wished, dir, theme: chosen, identity } = await bridge.facts
const language = chooseLanguage([wished, ...navigator.languages])
const speech = await loadSpeech(language)
const theme = themeOf(chosen)
applyTheme(theme, channel.colours)
document.documentElement.lang = language
if (dir === 'rtl') document.documentElement.dir = dir
const title = wordingOf(channel.title, language)
document.title = title

const shelf = shelfOf(() => localStorage)
const visit = keepText(shelf, `switchyard.visit.${channel.key}`)
const chat = createChat({
  calls: createCalls(location.origin),
  memory: openMemory(shelf, channel.key),
  opening: (form, mode) => ({
    channel: channel.key,
    language,
    form,
    // What it is about is also the first thing said.
    message: form['issueSummary'],
    mode,
    visit: visit.read() ?? undefined,
    ...(identity === undefined ? { visitorId: visitorOf(shelf) } : { identity }),
  }),
})
window.addEventListener('online', () => chat.setOnline(true))
window.addEventListener('offline', () => chat.setOnline(false))
chat.resume()
const root = document.getElementById('app')
if (root !== null) {
  setPanel({
    channel,
    title,
    chat,
    speech,
    isKnown: identity !== undefined,
    visit,
    minimise: () => opened.set(() => false),
  })
  render(<App {...{ channel, chat, speech, theme, bridge, opened }} />, root)
}
