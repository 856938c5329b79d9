/** How one language asks for a key of the phone. Words in lower case; data: corrected without reading code. */
interface KeyWords {
  /** `press`, in the forms in which one is asked. */
  press: readonly string[];
  /** Spoken names of the keys; digits are those of the numbers. */
  keys: Readonly<Record<'#' | '*', readonly string[]>>;
  /** Any key will do. */
  any: readonly string[];
  /** A sentence with one of these only offers to hear everything again. */
  again: readonly string[];
  /** … only offers to hear the code, and … */
  hear: readonly string[];
  /** … has nothing of these, which let somebody in. */
  approve: readonly string[];
}

const list = (words: string) => words.split('|');

/** By the language alone (`en`, not `en-GB`). */
export const keyWords: Readonly<Record<string, KeyWords>> = {
  en: {
    press: list('press|push|hit|dial|tap|enter'),
    keys: { '#': list('pound|hash|number sign|hashtag|#'), '*': list('star|asterisk|*') },
    any: list('any key|any number|any button|any digit'),
    again: list('repeat|hear this again|hear it again|replay|listen again|again'),
    hear: list('hear|listen|get your code|receive your code|continue'),
    approve: list('approve|confirm|sign in|log in|login|accept|authorize|authorise|authenticate|allow|verify|finish'),
  },
  de: {
    press: list('drücken|drücke|wählen|wähle|tippen|betätigen'),
    keys: { '#': list('raute|rautetaste|doppelkreuz|#'), '*': list('stern|sterntaste|*') },
    any: list('beliebige taste|eine taste'),
    again: list('wiederholen|nochmal|noch einmal|erneut'),
    hear: list('hören|anhören|erhalten|fortfahren'),
    approve: list('bestätigen|genehmigen|anmelden|anmeldung|freigeben|zustimmen|autorisieren|verifizieren'),
  },
  fr: {
    press: list('appuyez|appuyer|tapez|composez|pressez'),
    keys: { '#': list('dièse|#'), '*': list('étoile|astérisque|*') },
    any: list("n'importe quelle touche|n’importe quelle touche|une touche"),
    again: list('répéter|réécouter|à nouveau|de nouveau'),
    hear: list('écouter|entendre|recevoir|continuer'),
    approve: list('approuver|confirmer|valider|connecter|connexion|autoriser|accepter|vérifier'),
  },
  es: {
    press: list('pulse|presione|oprima|marque|pulsa|presiona|oprime|marca'),
    keys: { '#': list('almohadilla|numeral|gato|michi|#'), '*': list('asterisco|estrella|*') },
    any: list('cualquier tecla|una tecla'),
    again: list('repetir|de nuevo|otra vez'),
    hear: list('escuchar|oír|recibir|continuar'),
    approve: list('aprobar|confirmar|iniciar sesión|autorizar|aceptar|verificar'),
  },
  it: {
    press: list('prema|premi|premere|digiti|digita'),
    keys: { '#': list('cancelletto|#'), '*': list('asterisco|stella|*') },
    any: list('qualsiasi tasto|un tasto'),
    again: list('ripetere|riascoltare|di nuovo'),
    hear: list('ascoltare|sentire|ricevere|continuare'),
    approve: list('approvare|confermare|accedere|autorizzare|accettare|verificare'),
  },
  pt: {
    press: list('pressione|aperte|tecle|digite|prima|carregue|marque'),
    keys: { '#': list('jogo da velha|cardinal|sustenido|hashtag|#'), '*': list('asterisco|estrela|*') },
    any: list('qualquer tecla|uma tecla'),
    again: list('repetir|novamente|de novo|outra vez'),
    hear: list('ouvir|escutar|receber|continuar'),
    approve: list('aprovar|confirmar|entrar|autorizar|aceitar|verificar|iniciar sessão'),
  },
  nl: {
    press: list('druk|toets|kies'),
    keys: { '#': list('hekje|#'), '*': list('sterretje|ster|*') },
    any: list('een toets|willekeurige toets'),
    again: list('herhalen|opnieuw|nogmaals'),
    hear: list('horen|beluisteren|ontvangen|verder'),
    approve: list('bevestigen|goedkeuren|inloggen|aanmelden|toestaan|accepteren|verifiëren'),
  },
  pl: {
    press: list('naciśnij|wciśnij|wybierz'),
    keys: { '#': list('krzyżyk|kratka|kratkę|#'), '*': list('gwiazdka|gwiazdkę|*') },
    any: list('dowolny klawisz'),
    again: list('powtórzyć|ponownie|jeszcze raz'),
    hear: list('usłyszeć|odsłuchać|otrzymać|kontynuować'),
    approve: list('zatwierdzić|potwierdzić|zalogować|autoryzować|zaakceptować|zweryfikować'),
  },
  ru: {
    press: list('нажмите|наберите'),
    keys: { '#': list('решетку|решётку|решетка|решётка|#'), '*': list('звездочку|звёздочку|звездочка|звёздочка|*') },
    any: list('любую клавишу|любую кнопку'),
    again: list('повторить|ещё раз|еще раз|снова'),
    hear: list('услышать|прослушать|получить|продолжить'),
    approve: list('подтвердить|одобрить|войти|разрешить|принять|авторизовать'),
  },
  tr: {
    press: list('basın|basınız|tuşlayın|tuşlayınız'),
    keys: { '#': list('kare|diyez|#'), '*': list('yıldız|*') },
    any: list('herhangi bir tuş'),
    again: list('tekrar|yeniden'),
    hear: list('duymak|dinlemek|almak|devam'),
    approve: list('onaylamak|doğrulamak|giriş|izin|kabul'),
  },
  hi: {
    press: list('दबाएं|दबाएँ|दबाइए|दबाये'),
    keys: { '#': list('हैश|पाउंड|#'), '*': list('स्टार|*') },
    any: list('कोई भी'),
    again: list('फिर से|दोबारा|दोहराने'),
    hear: list('सुनने|प्राप्त|जारी'),
    approve: list('स्वीकृत|पुष्टि|लॉगिन|साइन इन|अनुमति|सत्यापित'),
  },
  ja: {
    press: list('押して|押し|入力'),
    keys: { '#': list('シャープ|#|＃'), '*': list('アスタリスク|スター|こめじるし|*|＊') },
    any: list('いずれかのキー|任意のキー|任意のボタン'),
    again: list('もう一度|繰り返'),
    hear: list('聞く|聞き|続け'),
    approve: list('承認|確認|ログイン|サインイン|許可|認証'),
  },
  zh: {
    press: list('请按|請按|按下|按'),
    keys: { '#': list('井号|井號|井字|#'), '*': list('星号|星號|米字|*') },
    any: list('任意键|任意鍵|任何键|任何鍵'),
    again: list('重复|重複|重听|重聽|再次'),
    hear: list('收听|收聽|听取|聽取|继续|繼續'),
    approve: list('批准|确认|確認|登录|登錄|登入|同意|授权|授權|验证|驗證'),
  },
};
