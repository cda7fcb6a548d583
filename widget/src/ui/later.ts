import style from '../look/later.css?url'
import type laterWords from '../words/later-en.json'
import en from '../words/later-en.json?url'
import es from '../words/later-es.json?url'
import pt from '../words/later-pt.json?url'
import { makeArticles } from './articles.tsx'
import { makeFiles } from './files.tsx'
import type { Kit } from './kit.ts'
import { makeLeaving } from './leaving.tsx'
import { makeLeft } from './left.tsx'
import { makeOver } from './over.tsx'
import { saveFile } from './save-file.ts'

/** The words of these parts, in the language of the others. */
export type LaterWords = typeof laterWords

const spoken: Readonly<Record<string, string>> = { en, es, pt }

/** What comes when it is asked for, or when a conversation ends, with its words and its style. */
export async function makeLater(kit: Kit, language: string) {
  const [words] = await Promise.all([wordsOf(language), addStyle()])
  return {
    Articles: makeArticles(kit, words),
    Leaving: makeLeaving(kit, words),
    Left: makeLeft(kit, words),
    Over: makeOver(kit, words),
    Files: makeFiles(kit, words),
    saveFile,
  }
}

async function wordsOf(language: string): Promise<LaterWords> {
  const response = await fetch(spoken[language] ?? en)
  return (await response.json()) as LaterWords
}

/** Settles once the style holds, so that nothing is shown without it. */
function addStyle(): Promise<unknown> {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = style
  return new Promise((resolve, reject) => {
    link.onload = resolve
    link.onerror = reject
    document.head.append(link)
  })
}
