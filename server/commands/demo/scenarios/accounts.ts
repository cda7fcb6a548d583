import type { Scenario } from '../scenario.ts'

export const accounts: readonly Scenario[] = [
  {
    category: 'user_system',
    type: 'service_request',
    serviceLines: ['game-support'],
    asks: {
      en: ['Password mail never arrives', 'I asked three times for a new password and get no mail.'],
      es: ['No llega el correo de contraseña', 'He pedido tres veces una contraseña nueva y no llega nada.'],
      pt: ['O e-mail da palavra-passe não chega', 'Pedi três vezes uma nova palavra-passe e não recebo nada.'],
    },
    cause: 'The address was on the bounce list.',
    correction: 'Address taken off the list, mail sent again.',
    resolution: 'The mail has arrived.',
  },
  {
    category: 'user_system',
    type: 'service_request',
    serviceLines: ['game-support'],
    asks: {
      en: ['Cannot join a ranked lobby', 'The lobby closes as soon as I enter it.'],
      es: ['No puedo entrar en una sala clasificatoria', 'La sala se cierra en cuanto entro.'],
      pt: ['Não consigo entrar numa sala classificada', 'A sala fecha assim que entro.'],
    },
    cause: 'The season’s terms had not been accepted.',
    correction: 'The prompt for the terms is shown again.',
    resolution: 'Ranked games are open to the player.',
  },
  {
    category: 'user_system',
    type: 'service_request',
    serviceLines: ['platform-support'],
    asks: {
      en: ['How do I add a colleague?', 'We have a new operator and want to give her access to reports only.'],
      es: ['¿Cómo añado a una compañera?', 'Tenemos una operadora nueva y solo debe ver informes.'],
      pt: ['Como adiciono uma colega?', 'Temos uma operadora nova que só deve ver relatórios.'],
    },
    cause: 'A question, nothing is broken.',
    correction: 'Steps sent, role “auditor” recommended.',
    resolution: 'The colleague has access.',
  },
  {
    category: 'user_system',
    type: 'incident',
    serviceLines: ['game-support', 'platform-support'],
    affected: 'accounts',
    asks: {
      en: ['Nobody can sign in', 'The sign-in page answers with an error for everybody here.'],
      es: ['Nadie puede iniciar sesión', 'La página de acceso da error a todos aquí.'],
      pt: ['Ninguém consegue entrar', 'A página de acesso dá erro a toda a gente aqui.'],
    },
    cause: 'A certificate of the identity service had run out.',
    correction: 'Certificate renewed, reminder added.',
    resolution: 'Sign-in works for all.',
  },
  {
    category: 'user_system',
    type: 'service_request',
    serviceLines: ['game-support'],
    asks: {
      en: ['Bonus not visible', 'The welcome bonus does not show in my wallet.'],
      es: ['No veo el bono', 'El bono de bienvenida no aparece en mi monedero.'],
      pt: ['O bónus não aparece', 'O bónus de boas-vindas não aparece na minha carteira.'],
    },
    cause: 'The bonus waits for a verified telephone number.',
    correction: 'Number verified, bonus released.',
    resolution: 'The bonus is in the wallet.',
  },
]
