import Web

/// Every page and fragment with its model. Tests hold the templates against this list, in both directions.
package let allPages: [any PageModel.Type] = [
    ErrorPage.self,
    SignInPage.self,
    InboxPage.self, InboxList.self, InboxTabs.self, InboxRows.self, ThreadModel.self, EarlierMessages.self,
    TemplatePicker.self, TemplatePickerPage.self, StartPage.self,
    ContactsPage.self, NewContactPage.self, ContactPage.self, MergePickPage.self, MergePreviewPage.self,
    ContactFieldsPage.self, ImportsPage.self, ImportPage.self, ImportProgress.self,
    ChannelsPage.self, ChannelChoicePage.self, ChannelFormPage.self, ChannelPage.self, HandoutModel.self,
    TestResultModel.self, QRPage.self,
    QRModel.self,
    TemplatesPage.self, TemplatePage.self, TemplateFormPage.self, TemplateCheckModel.self,
    EventLogPage.self, EventPage.self, ReplayModel.self, DeadJobsPage.self,
    SettingsPage.self, NotificationsPage.self, InvitationPage.self,
    KnowledgePage.self, KnowledgeImportsModel.self, KnowledgeFormPage.self, KnowledgeVersionPage.self,
    KnowledgeGapsPage.self, KnowledgeTestPage.self,
    StatusPage.self,
    AuditPage.self,
    PersonPage.self, CertificatePage.self, RequestsPage.self, ConsentsPage.self, IncidentsPage.self, RecordsPage.self,
    RetentionPage.self, HoldsPage.self,
    AssistantPage.self, TrialModel.self, UsagePage.self, UsagePricesPage.self,
    SimulatorPage.self, SimulatorFeed.self, SimulatorEmpty.self, MailboxPage.self,
]
