import Domain
import Postgres
import Providers

/// A failure in the words of the shop: half a sentence, to stand behind "Not sent:".
struct FailureWords: Sendable, Equatable {
    let pt: String
    let en: String
    let es: String

    /// In the language of the tenant, decided by the database that knows it.
    func sql(_ tenant: TenantID) -> SQL {
        """
        (SELECT CASE t.locale WHEN 'en' THEN \(en) WHEN 'es' THEN \(es) ELSE \(pt) END FROM tenants t WHERE t.tenant_id = \(tenant.value))
        """
    }
}

extension Outbox {
    /// What a code, of a provider or of ours, means to the shop.
    static func failure(code: String) -> DeliveryFailure {
        switch code {
        case "window_closed": .windowClosed
        case "people_only": .peopleOnly
        case "template_not_approved": .badTemplate
        case "response_time_over": .responseTimeOver
        case "bad_media", "file_missing", "no_public_url", "files_not_supported": .badMedia
        case "no_address": .noAddress
        case "suppressed": .suppressed
        case WebPush.goneCode: .optedOut
        case "channel_disabled", "no_token", "no_sender", "needs_reauth", "no_credentials": .accountProblem
        case "timeout", "connect_timeout", "connection_failed", "connection_closed", "cancelled", "http_503":
            .providerDown
        case "http_429": .tooFast
        default: readings.lazy.map { $0(code) }.first { $0 != .other } ?? .other
        }
    }

    /// Every provider's own reading of its codes. No code means one thing here and another there.
    private static let readings: [@Sendable (String) -> DeliveryFailure] = [
        { MetaWhatsApp.failure(code: $0) }, { MetaMessaging.failure(code: $0) }, { Twilio.failure(code: $0) },
        { Whaticket.failure(code: $0) }, { ZAPI.failure(code: $0) }, { Zenvia.failure(code: $0) },
        { mailFailure(Resend.failure(code: $0)) }, { mailFailure(SMTP.failure(code: $0)) },
    ]

    private static func mailFailure(_ failure: DeliveryFailure) -> DeliveryFailure {
        failure == .notReachable ? .mailboxDead : failure
    }
}

extension DeliveryFailure {
    var words: FailureWords {
        switch self {
        case .windowClosed:
            FailureWords(
                pt:
                    "passaram-se mais de 24 horas desde a última mensagem do cliente; só um modelo aprovado pode ser enviado",
                en:
                    "more than 24 hours have passed since the customer last wrote; only an approved template can be sent",
                es:
                    "pasaron más de 24 horas desde el último mensaje del cliente; solo se puede enviar una plantilla aprobada"
            )
        case .peopleOnly:
            FailureWords(
                pt:
                    "passaram-se mais de 24 horas desde a última mensagem do cliente; daqui em diante só uma pessoa pode responder",
                en:
                    "more than 24 hours have passed since the customer last wrote; from then on only a person may answer",
                es:
                    "pasaron más de 24 horas desde el último mensaje del cliente; desde entonces solo puede responder una persona"
            )
        case .responseTimeOver:
            FailureWords(
                pt: "o prazo deste canal para responder acabou; é preciso esperar o cliente escrever de novo",
                en: "the time in which this channel takes an answer is over; the customer has to write again first",
                es: "terminó el plazo de este canal para responder; hay que esperar a que el cliente escriba de nuevo")
        case .notReachable:
            FailureWords(
                pt: "este contato não existe neste canal ou não pode receber a mensagem",
                en: "this contact is not on this channel or cannot take the message",
                es: "este contacto no existe en este canal o no puede recibir el mensaje")
        case .mailboxDead:
            FailureWords(
                pt: "a caixa de e-mail não existe ou não aceita mensagens",
                en: "the mailbox does not exist or takes no mail",
                es: "el buzón no existe o no acepta mensajes")
        case .suppressed:
            FailureWords(
                pt: "envios a este e-mail estão suspensos; veja o motivo na página do contato",
                en: "mail to this address is suspended; the contact's page says why",
                es: "los envíos a este correo están suspendidos; el motivo está en la página del contacto")
        case .optedOut:
            FailureWords(
                pt: "o cliente pediu para não receber estas mensagens",
                en: "the customer asked not to get these messages",
                es: "el cliente pidió no recibir estos mensajes")
        case .blockedByShop:
            FailureWords(
                pt: "este contato está bloqueado pela loja", en: "the shop has blocked this contact",
                es: "la tienda bloqueó este contacto")
        case .heldBack:
            FailureWords(
                pt: "o WhatsApp limitou mensagens de marketing a este cliente; tente amanhã",
                en: "WhatsApp is holding marketing messages to this customer back; try tomorrow",
                es: "WhatsApp limitó los mensajes de marketing a este cliente; inténtalo mañana")
        case .tooFast:
            FailureWords(
                pt: "mensagens demais em pouco tempo; o limite de envio foi atingido",
                en: "too many messages in a short time; the sending limit was reached",
                es: "demasiados mensajes en poco tiempo; se alcanzó el límite de envío")
        case .tooLong:
            FailureWords(
                pt: "a mensagem é longa demais para o canal", en: "the message is too long for the channel",
                es: "el mensaje es demasiado largo para el canal")
        case .badContent:
            FailureWords(
                pt: "o canal não aceita este conteúdo", en: "the channel does not take this content",
                es: "el canal no acepta este contenido")
        case .badMedia:
            FailureWords(
                pt: "o arquivo não pôde ser enviado: formato, tamanho ou endereço",
                en: "the file could not be sent: its type, size or address",
                es: "no se pudo enviar el archivo: formato, tamaño o dirección")
        case .badTemplate:
            FailureWords(
                pt: "o modelo não existe, não foi aprovado ou tem variáveis diferentes",
                en: "the template does not exist, is not approved or has other variables",
                es: "la plantilla no existe, no está aprobada o tiene otras variables")
        case .againstPolicy:
            FailureWords(
                pt: "o canal recusou por suas políticas; veja a conta no painel do provedor",
                en: "the channel refused it by its policies; see the account at the provider",
                es: "el canal lo rechazó por sus políticas; revisa la cuenta en el proveedor")
        case .accountProblem:
            FailureWords(
                pt: "o canal precisa de atenção: acesso, permissão, pagamento ou registro",
                en: "the channel needs attention: access, permission, payment or registration",
                es: "el canal necesita atención: acceso, permiso, pago o registro")
        case .providerDown:
            FailureWords(
                pt: "o canal não respondeu depois de várias tentativas",
                en: "the channel did not answer after several attempts",
                es: "el canal no respondió después de varios intentos")
        case .outcomeUnknown:
            FailureWords(
                pt: "envio não confirmado; a mensagem pode ter chegado",
                en: "sending not confirmed; the message may have arrived",
                es: "envío no confirmado; el mensaje puede haber llegado")
        case .noAddress:
            FailureWords(
                pt: "o contato não tem endereço neste canal", en: "the contact has no address on this channel",
                es: "el contacto no tiene dirección en este canal")
        case .other:
            FailureWords(
                pt: "o provedor recusou a mensagem", en: "the provider refused the message",
                es: "el proveedor rechazó el mensaje")
        }
    }
}
