/** Portuguese for the clock of a rehearsal, which is set at Partners. */
export const ptRehearsal = {
  'rehearsal.ahead': '{length} à frente da hora real',
  'rehearsal.by': 'Quanto',
  'rehearsal.byHint': 'uma duração: 90m, 2h, 3d',
  'rehearsal.clock': 'A hora deste ensaio',
  'rehearsal.fired': 'O que venceu desde então',
  'rehearsal.firedNone': 'Ainda nada venceu por isso.',
  'rehearsal.firedText': 'Depois de adiantar o relógio {length}:',
  'rehearsal.forward': 'Adiantar o relógio',
  'rehearsal.forwardBy': '{length} adiante',
  'rehearsal.forwardOnly':
    'O que vence é feito como se o tempo tivesse passado. Nunca volta atrás: para a hora real use outro espaço.',
  'rehearsal.real': 'como a hora real',
}
