import { partWords } from '../../../ui/words/part-words.ts'

const en = {
  chat: 'Chat',
  request: 'Request',
  score: '{score} of 5',
  title: 'How it was for the customer',
}

const es: typeof en = {
  chat: 'Chat',
  request: 'Solicitud',
  score: '{score} de 5',
  title: 'Cómo fue para el cliente',
}

const pt: typeof en = {
  chat: 'Chat',
  request: 'Pedido',
  score: '{score} de 5',
  title: 'Como foi para o cliente',
}

export const say = partWords({ en, es, pt })
