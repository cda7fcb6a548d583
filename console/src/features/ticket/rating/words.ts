import { partWords } from '../../../ui/words/part-words.ts'

const en = {
  chat: 'Chat',
  others: 'Ratings of other tickets',
  request: 'Request',
  score: '{score} of 5',
  title: 'How it was for the customer',
}

const es: typeof en = {
  chat: 'Chat',
  others: 'Valoraciones de otros tickets',
  request: 'Solicitud',
  score: '{score} de 5',
  title: 'Cómo fue para el cliente',
}

const pt: typeof en = {
  chat: 'Chat',
  others: 'Notas do cliente noutros tickets',
  request: 'Pedido',
  score: '{score} de 5',
  title: 'Como foi para o cliente',
}

export const say = partWords({ en, es, pt })
