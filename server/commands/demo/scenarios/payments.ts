import type { Scenario } from '../scenario.ts'

export const payments: readonly Scenario[] = [
  {
    category: 'payment_processing',
    type: 'payment_issue',
    serviceLines: ['game-support', 'platform-support'],
    affected: 'card-payments',
    fields: 'payment',
    asks: {
      en: ['Deposit captured twice', 'My card was charged two times for one deposit this morning.'],
      es: ['Depósito cobrado dos veces', 'Me han cobrado dos veces el mismo depósito esta mañana.'],
      pt: ['Depósito cobrado duas vezes', 'O meu cartão foi cobrado duas vezes pelo mesmo depósito.'],
    },
    cause: 'The acquirer repeated the capture after a time-out.',
    correction: 'Second capture reversed, repeat guard switched on for this acquirer.',
    resolution: 'The second charge was refunded.',
  },
  {
    category: 'payment_processing',
    type: 'payment_issue',
    serviceLines: ['game-support'],
    affected: 'card-payments',
    fields: 'payment',
    asks: {
      en: ['Withdrawal pending for two days', 'I asked for a withdrawal on Monday and it is still pending.'],
      es: ['Retirada pendiente desde hace dos días', 'Pedí una retirada el lunes y sigue pendiente.'],
      pt: ['Levantamento pendente há dois dias', 'Pedi um levantamento na segunda-feira e continua pendente.'],
    },
    cause: 'The payout waited for a document that had been approved already.',
    correction: 'Verification state corrected, payout released.',
    resolution: 'The withdrawal is on its way to the bank.',
  },
  {
    category: 'payment_processing',
    type: 'payment_issue',
    serviceLines: ['game-support', 'platform-support'],
    fields: 'payment',
    asks: {
      en: [
        'Card declined although the bank approved',
        'My bank says it approved the payment but you declined the card.',
      ],
      es: ['Tarjeta rechazada aunque el banco aprobó', 'Mi banco aprobó el pago, pero ustedes rechazan la tarjeta.'],
      pt: ['Cartão recusado apesar de aprovado', 'O banco aprovou o pagamento, mas o cartão foi recusado aqui.'],
    },
    cause: 'The 3-D Secure answer was lost in a redirect.',
    correction: 'Redirect address of the wallet corrected.',
    resolution: 'The card works again; the reserved amount was released.',
  },
  {
    category: 'payment_processing',
    type: 'payment_issue',
    serviceLines: ['platform-support'],
    asks: {
      en: ['Settlement report does not add up', 'Yesterday’s settlement differs from our ledger by three payments.'],
      es: ['La liquidación no cuadra', 'La liquidación de ayer difiere de nuestro libro en tres pagos.'],
      pt: [
        'O relatório de liquidação não bate certo',
        'A liquidação de ontem difere do nosso registo em três pagamentos.',
      ],
    },
    cause: 'Three payments fell after midnight UTC and were reported a day late.',
    correction: 'Report regenerated with the zone of the merchant.',
    resolution: 'The corrected report is in the portal.',
  },
]
