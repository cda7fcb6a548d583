import type { Scenario } from '../scenario.ts'

export const guests: readonly Scenario[] = [
  {
    category: 'user_system',
    type: 'service_request',
    serviceLines: ['guest-support'],
    asks: {
      en: ['Part of my order is missing', 'The fries and one drink were not in the bag.'],
      es: ['Falta parte de mi pedido', 'No venían las patatas ni una bebida.'],
      pt: ['Falta parte do meu pedido', 'As batatas e uma bebida não vinham no saco.'],
    },
    cause: 'The bag was closed before the second tray.',
    correction: 'Missing items refunded.',
    resolution: 'The missing items were refunded.',
  },
  {
    category: 'user_system',
    type: 'service_request',
    serviceLines: ['guest-support'],
    asks: {
      en: ['My order is an hour late', 'The app says delivered, but nobody came.'],
      es: ['Mi pedido llega una hora tarde', 'La aplicación dice entregado, pero no ha venido nadie.'],
      pt: ['O meu pedido está uma hora atrasado', 'A aplicação diz entregue, mas ninguém veio.'],
    },
    cause: 'The courier confirmed at the wrong door.',
    correction: 'Order sent again, courier told.',
    resolution: 'A new order is on its way, free of charge.',
  },
  {
    category: 'payment_processing',
    type: 'payment_issue',
    serviceLines: ['guest-support'],
    fields: 'payment',
    asks: {
      en: ['Payment taken twice', 'My card shows the same order two times.'],
      es: ['Me han cobrado dos veces', 'En la tarjeta aparece dos veces el mismo pedido.'],
      pt: ['Cobraram-me duas vezes', 'O mesmo pedido aparece duas vezes no cartão.'],
    },
    cause: 'The first payment was a reservation that had not lapsed.',
    correction: 'Reservation released.',
    resolution: 'The second amount is only reserved and goes back within a day.',
  },
  {
    category: 'user_system',
    type: 'service_request',
    serviceLines: ['guest-support'],
    asks: {
      en: ['Is there gluten in the new burger?', 'My daughter is coeliac and I do not find the list.'],
      es: ['¿La nueva hamburguesa lleva gluten?', 'Mi hija es celíaca y no encuentro la lista.'],
      pt: ['O novo hambúrguer tem glúten?', 'A minha filha é celíaca e não encontro a lista.'],
    },
    cause: 'A question, nothing is broken.',
    correction: 'Allergen list sent.',
    resolution: 'The list of allergens was sent.',
  },
  {
    category: 'user_system',
    type: 'service_request',
    serviceLines: ['guest-support'],
    asks: {
      en: ['The voucher is refused at the till', 'The code from the app did not work in the shop.'],
      es: ['No aceptan el cupón en caja', 'El código de la aplicación no funcionó en la tienda.'],
      pt: ['Recusaram o vale na caixa', 'O código da aplicação não funcionou na loja.'],
    },
    cause: 'The voucher was of another region.',
    correction: 'New voucher for the right region.',
    resolution: 'A new voucher is in the app.',
  },
]
