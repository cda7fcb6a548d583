import { partWords } from '../../ui/words/part-words.ts'

const en = {
  all: 'Any article',
  article: 'Article',
  basis: 'Of {n} visits.',
  basisUndecided: 'Of {n} visits; not decided yet: {undecided}.',
  helped: 'Helped',
  notHelped: 'Did not help',
  opened: 'Opened',
  shown: 'Shown',
  title: 'Read before a chat',
  titleText:
    'Visits of a day in which the chat showed an article. Without a chat: nobody asked within a day, neither by chat nor by a message or a call back; the share is of the visits that are decided.',
  withoutChat: 'Without a chat',
}

const es: typeof en = {
  all: 'Cualquier artículo',
  article: 'Artículo',
  basis: 'De {n} visitas.',
  basisUndecided: 'De {n} visitas; aún sin decidir: {undecided}.',
  helped: 'Ayudó',
  notHelped: 'No ayudó',
  opened: 'Abierto',
  shown: 'Mostrado',
  title: 'Leído antes de un chat',
  titleText:
    'Visitas de un día en las que el chat mostró un artículo. Sin chat: nadie preguntó en un día, ni por chat ni con un mensaje o una llamada; la parte es de las visitas decididas.',
  withoutChat: 'Sin chat',
}

const pt: typeof en = {
  all: 'Qualquer artigo',
  article: 'Artigo',
  basis: 'De {n} visitas.',
  basisUndecided: 'De {n} visitas; ainda por decidir: {undecided}.',
  helped: 'Ajudou',
  notHelped: 'Não ajudou',
  opened: 'Aberto',
  shown: 'Mostrado',
  title: 'Lido antes de um chat',
  titleText:
    'Visitas de um dia em que o chat mostrou um artigo. Sem chat: ninguém perguntou num dia, nem por chat nem com uma mensagem ou uma chamada; a parte é das visitas decididas.',
  withoutChat: 'Sem chat',
}

/** The words of what was read before chats. */
export const read = partWords({ en, es, pt })
