//! The table itself. Paths follow the national REST API profile (DOMAIN.md 6.1): nouns, kebab-case, `v1`.

use super::Page;
use crate::{
    identity::{
        ChangePasswordRequest, EmailRequest, LoginRequest, Me, RegisterRequest,
        ResetPasswordRequest, SessionView, TokenRequest, UpdateMe,
    },
    ids::{
        AgreementId, ApplicationId, BatchId, CityDayId, EquipmentId, GuestId, InvitationId,
        MembershipId, OrganisationId, ReportId, SeriesId, SessionId, ShiftId,
    },
    messages::{CalendarFile, MailToken, ReminderHours, ReminderSettings, WithdrawPreview},
    organisations::{
        ApplicationForm, ApplicationQuery, ApplicationRow, ApplicationView, ApproveRequest,
        CityApplicationView, CompletionRequest, InvitationPreview, InvitationView, InviteRequest,
        JoinLink, Joined, MemberView, OrganisationView, PartnerQuery, PartnerRow, PublicPartner,
        QualificationView, RejectRequest, RemoveMember, SetQualifications, UpdateMember,
        UpdateOrganisation,
    },
    platform::{ApiInfo, CityDay, CityDayForm, CityDayQuery, JobState, Vocabularies},
    shifts::{
        AddToRoster, CancelShift, ChangeQuery, CreateShift, FeedState, MyShiftsQuery, NewFeed,
        OrganisationRef, Roster, ScheduleQuery, SetLeader, ShiftCard, ShiftDetail, ShiftForm,
        ShiftQuery, ShiftSignUpRules, SignUpRequest, SignUpSettings, SignUpSettingsView,
        series::{
            BatchDone, BatchUndone, ChangeEffect, CopyShift, CopyWeek, PublishShifts, RemoveSeries,
            SeriesChange, SeriesChanged, SeriesDetail, SeriesForm, SeriesMade, SeriesPreview,
            SeriesRow,
        },
        shares::{AnswerShare, SharedShift, SharesForm, SharesQuery},
        standing::{EndStandingQuery, StandingView},
    },
    walks::{
        AbortWalk, AgreementForm, AttendanceForm, CheckIn, CheckInCode, CityPreview,
        CityReportQuery, CityReportRow, CityReportView, EquipmentForm, EquipmentView, ExportFile,
        GroupsForm, GuestForm, LoanForm, ReportPage, ReportRow, ReportView, SaveReport, SendReport,
        StatementView, Tick, WalkPage, WalkPlan, WalkSettings, WalkSettingsView, WalkStatistics,
        YearQuery,
    },
};

crate::endpoints! {
    "platform" {
        GetApiInfo {} = Get "/api/v1/api-info", Public, 200,
            (), () => ApiInfo, "Says what this API is.";
        GetVocabularies {} = Get "/api/v1/vocabularies", Public, 200,
            (), () => Vocabularies, "All vocabularies and districts with their labels.";
        ListCityDays {} = Get "/api/v1/city-days", Public, 200,
            CityDayQuery, () => Vec<CityDay>, "Peak nights and school holidays of the city's calendar.";
        PostCityDay {} = Post "/api/v1/city/city-days", CityStaff, 201,
            (), CityDayForm => CityDay, "Adds a peak night or a school holiday.";
        PutCityDay { day: CityDayId } = Put "/api/v1/city/city-days/{day}", CityStaff, 200,
            (), CityDayForm => CityDay, "Changes an entry of the city's calendar (If-Match).";
        DeleteCityDay { day: CityDayId } = Delete "/api/v1/city/city-days/{day}", CityStaff, 204,
            (), () => (), "Takes an entry out of the city's calendar.";
        ListJobs {} = Get "/api/v1/city/jobs", CityStaff, 200,
            (), () => Vec<JobState>, "The jobs that have to run again and again, and whether one is late.";
    }
    "identity" {
        Register {} = Post "/api/v1/auth/register", Public, 202,
            (), RegisterRequest => (), "Asks for an account; the answer never says whether the address is known.";
        ResendVerification {} = Post "/api/v1/auth/resend-verification", Public, 202,
            (), EmailRequest => (), "Asks for the confirmation mail once more.";
        VerifyEmail {} = Post "/api/v1/auth/verify-email", Public, 204,
            (), TokenRequest => (), "Confirms an address with the token that was mailed to it; does not sign in.";
        Login {} = Post "/api/v1/auth/login", Public, 200,
            (), LoginRequest => Me, "Signs in and sets the session's cookies.";
        Refresh {} = Post "/api/v1/auth/refresh", Public, 200,
            (), () => Me, "Trades the refresh cookie for new cookies.";
        Logout {} = Post "/api/v1/auth/logout", Public, 204,
            (), () => (), "Ends this session, whatever is left of it.";
        LogoutEverywhere {} = Post "/api/v1/auth/logout-everywhere", SignedIn, 204,
            (), () => (), "Ends all sessions of the account.";
        ForgotPassword {} = Post "/api/v1/auth/forgot-password", Public, 202,
            (), EmailRequest => (), "Asks for a link to set a new password.";
        ResetPassword {} = Post "/api/v1/auth/reset-password", Public, 204,
            (), ResetPasswordRequest => (), "Sets a new password with a mailed token; ends all sessions; does not sign in.";
        GetMe {} = Get "/api/v1/me", SignedIn, 200,
            (), () => Me, "The signed-in person.";
        PatchMe {} = Patch "/api/v1/me", SignedIn, 200,
            (), UpdateMe => Me, "Changes name, language, phone or reminders.";
        ChangePassword {} = Put "/api/v1/me/password", SignedIn, 204,
            (), ChangePasswordRequest => (), "Changes the password and ends the other sessions.";
        ListSessions {} = Get "/api/v1/me/sessions", SignedIn, 200,
            (), () => Vec<SessionView>, "The devices that are signed in.";
        EndSession { session: SessionId } = Delete "/api/v1/me/sessions/{session}", SignedIn, 204,
            (), () => (), "Signs one device out.";
    }
    "organisations" {
        CreateOrganisation {} = Post "/api/v1/organisations", SignedIn, 201,
            (), ApplicationForm => ApplicationView, "Begins an organisation and the draft of its application.";
        GetOrganisation { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}", SignedIn, 200,
            (), () => OrganisationView, "An organisation as its members see it.";
        PatchOrganisation { organisation: OrganisationId } = Patch "/api/v1/organisations/{organisation}", SignedIn, 200,
            (), UpdateOrganisation => OrganisationView, "Changes an organisation's profile (If-Match).";
        ApplyAgain { organisation: OrganisationId } = Post "/api/v1/organisations/{organisation}/applications", SignedIn, 201,
            (), ApplicationForm => ApplicationView, "Begins a new application after a rejected or withdrawn one.";
        GetApplication { application: ApplicationId } = Get "/api/v1/partner-applications/{application}", SignedIn, 200,
            (), () => ApplicationView, "An application as its organisation sees it.";
        PutApplication { application: ApplicationId } = Put "/api/v1/partner-applications/{application}", SignedIn, 200,
            (), ApplicationForm => ApplicationView, "Changes a draft, or one the city has asked a question about (If-Match).";
        SubmitApplication { application: ApplicationId } = Post "/api/v1/partner-applications/{application}/submission", SignedIn, 200,
            (), () => ApplicationView, "Sends the application, or its completion, to the city.";
        WithdrawApplication { application: ApplicationId } = Post "/api/v1/partner-applications/{application}/withdrawal", SignedIn, 200,
            (), () => ApplicationView, "Takes the application back.";
        ListApplications {} = Get "/api/v1/city/partner-applications", Liaison, 200,
            ApplicationQuery, () => Page<ApplicationRow>, "The liaison's queue, oldest first.";
        GetCityApplication { application: ApplicationId } = Get "/api/v1/city/partner-applications/{application}", Liaison, 200,
            (), () => CityApplicationView, "An application as the city sees it.";
        StartReview { application: ApplicationId } = Post "/api/v1/city/partner-applications/{application}/review", Liaison, 200,
            (), () => CityApplicationView, "Takes an application under review.";
        RequestCompletion { application: ApplicationId } = Post "/api/v1/city/partner-applications/{application}/completion-request", Liaison, 200,
            (), CompletionRequest => CityApplicationView, "Asks the organisation a question.";
        ApproveApplication { application: ApplicationId } = Post "/api/v1/city/partner-applications/{application}/approval", Liaison, 200,
            (), ApproveRequest => CityApplicationView, "Approves; the organisation becomes a partner.";
        RejectApplication { application: ApplicationId } = Post "/api/v1/city/partner-applications/{application}/rejection", Liaison, 200,
            (), RejectRequest => CityApplicationView, "Rejects, with a reason.";
        TakeBackDecision { application: ApplicationId } = Delete "/api/v1/city/partner-applications/{application}/decision", Liaison, 200,
            (), () => CityApplicationView, "Takes one's own decision or question back, for 30 seconds: nobody has been told yet.";
        ListPartners {} = Get "/api/v1/city/partners", Liaison, 200,
            PartnerQuery, () => Page<PartnerRow>, "The city's partner register.";
        GetPartner { organisation: OrganisationId } = Get "/api/v1/city/partners/{organisation}", Liaison, 200,
            (), () => PartnerRow, "One partner of the register.";
        ListPublicPartners {} = Get "/api/v1/partners", Public, 200,
            (), () => Vec<PublicPartner>, "The partners that stand in the public list.";
        ListMembers { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/members", SignedIn, 200,
            (), () => Vec<MemberView>, "Members, pending ones first; for administrators and schedulers.";
        PutMember { organisation: OrganisationId, member: MembershipId } = Put "/api/v1/organisations/{organisation}/members/{member}", SignedIn, 200,
            (), UpdateMember => MemberView, "Sets a member's roles and age band (If-Match).";
        ApproveMember { organisation: OrganisationId, member: MembershipId } = Post "/api/v1/organisations/{organisation}/members/{member}/approval", SignedIn, 200,
            (), () => MemberView, "Lets somebody in who asked to join.";
        RemoveMembership { organisation: OrganisationId, member: MembershipId } = Post "/api/v1/organisations/{organisation}/members/{member}/removal", SignedIn, 204,
            (), RemoveMember => (), "Ends a membership with a reason; future places become free.";
        LeaveOrganisation { organisation: OrganisationId } = Post "/api/v1/organisations/{organisation}/departure", SignedIn, 204,
            (), () => (), "Ends one's own membership; future places become free.";
        GetSignUpSettings { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/signup-settings", SignedIn, 200,
            (), () => SignUpSettingsView, "What the organisation has settled on sign-ups; for planners.";
        PutSignUpSettings { organisation: OrganisationId } = Put "/api/v1/organisations/{organisation}/signup-settings", SignedIn, 200,
            (), SignUpSettings => SignUpSettingsView, "Settles how sign-ups work (If-Match); for administrators.";
        ListQualifications { organisation: OrganisationId, member: MembershipId } = Get "/api/v1/organisations/{organisation}/members/{member}/qualifications", SignedIn, 200,
            (), () => Vec<QualificationView>, "What a member has shown; for planners and for the member.";
        PutQualifications { organisation: OrganisationId, member: MembershipId } = Put "/api/v1/organisations/{organisation}/members/{member}/qualifications", SignedIn, 200,
            (), SetQualifications => Vec<QualificationView>, "Notes what a member has shown, and until when it is good.";
        ListInvitations { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/invitations", SignedIn, 200,
            (), () => Vec<InvitationView>, "Invitations that can still be accepted.";
        Invite { organisation: OrganisationId } = Post "/api/v1/organisations/{organisation}/invitations", SignedIn, 201,
            (), InviteRequest => InvitationView, "Invites somebody by e-mail; a second invitation replaces the first.";
        RevokeInvitation { organisation: OrganisationId, invitation: InvitationId } = Delete "/api/v1/organisations/{organisation}/invitations/{invitation}", SignedIn, 204,
            (), () => (), "Takes an invitation back.";
        PreviewInvitation {} = Post "/api/v1/invitations/preview", Public, 200,
            (), TokenRequest => InvitationPreview, "What an invitation is to; changes nothing.";
        AcceptInvitation {} = Post "/api/v1/invitations/acceptance", SignedIn, 200,
            (), TokenRequest => Joined, "Accepts an invitation that went to one's own confirmed address.";
        CreateJoinLink { organisation: OrganisationId } = Post "/api/v1/organisations/{organisation}/join-link", SignedIn, 201,
            (), () => JoinLink, "Makes a join link and ends the one before.";
        DeleteJoinLink { organisation: OrganisationId } = Delete "/api/v1/organisations/{organisation}/join-link", SignedIn, 204,
            (), () => (), "Ends the join link.";
        PreviewJoinLink {} = Post "/api/v1/join/preview", Public, 200,
            (), TokenRequest => InvitationPreview, "What a join link leads to; changes nothing.";
        RequestToJoin {} = Post "/api/v1/join", SignedIn, 200,
            (), TokenRequest => Joined, "Asks to join; an administrator approves.";
    }
    "shifts" {
        ListShifts {} = Get "/api/v1/shifts", Public, 200,
            ShiftQuery, () => Page<ShiftCard>, "Shifts ahead: of one's organisations, and what others publish.";
        GetShift { shift: ShiftId } = Get "/api/v1/shifts/{shift}", Public, 200,
            (), () => ShiftDetail, "One shift, with all the person who asks may see.";
        GetShiftCalendar { shift: ShiftId } = Get "/api/v1/shifts/{shift}/calendar", SignedIn, 200,
            (), () => CalendarFile, "A calendar file for a shift one is on.";
        GetMyFeed {} = Get "/api/v1/me/calendar-feed", SignedIn, 200,
            (), () => FeedState, "Whether one's own shifts can be fetched as a calendar.";
        MakeMyFeed {} = Post "/api/v1/me/calendar-feed", SignedIn, 201,
            (), () => NewFeed, "Makes a secret address for one's own shifts as a calendar; the one before is dead at once.";
        EndMyFeed {} = Delete "/api/v1/me/calendar-feed", SignedIn, 204,
            (), () => (), "Ends one's own calendar's address.";
        GetOrganisationFeed { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/calendar-feed", SignedIn, 200,
            (), () => FeedState, "Whether the organisation's shifts can be fetched as a calendar; for planners.";
        MakeOrganisationFeed { organisation: OrganisationId } = Post "/api/v1/organisations/{organisation}/calendar-feed", SignedIn, 201,
            (), () => NewFeed, "Makes a secret address for the organisation's shifts as a calendar; the one before is dead at once.";
        EndOrganisationFeed { organisation: OrganisationId } = Delete "/api/v1/organisations/{organisation}/calendar-feed", SignedIn, 204,
            (), () => (), "Ends the address of the organisation's calendar.";
        ListMyShifts {} = Get "/api/v1/me/shifts", SignedIn, 200,
            MyShiftsQuery, () => Page<ShiftCard>, "One's own shifts.";
        ListSchedule { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/shifts", SignedIn, 200,
            ScheduleQuery, () => Vec<ShiftCard>, "An organisation's schedule; drafts only for planners.";
        PostShift { organisation: OrganisationId } = Post "/api/v1/organisations/{organisation}/shifts", SignedIn, 201,
            (), CreateShift => ShiftDetail, "Plans a shift.";
        PutShift { shift: ShiftId } = Put "/api/v1/shifts/{shift}", SignedIn, 200,
            ChangeQuery, ShiftForm => ShiftDetail, "Changes a shift (If-Match); those on it are told of a new time or place.";
        PublishShift { shift: ShiftId } = Post "/api/v1/shifts/{shift}/publication", SignedIn, 200,
            (), () => ShiftDetail, "Opens a draft for sign-up.";
        CancelShiftById { shift: ShiftId } = Post "/api/v1/shifts/{shift}/cancellation", SignedIn, 200,
            (), CancelShift => ShiftDetail, "Cancels a shift with a reason; everybody is told once.";
        SetShiftLeader { shift: ShiftId } = Put "/api/v1/shifts/{shift}/leader", SignedIn, 200,
            (), SetLeader => ShiftDetail, "Sets who leads; signs the leader up if need be.";
        SignUp { shift: ShiftId } = Put "/api/v1/shifts/{shift}/signup", SignedIn, 200,
            (), SignUpRequest => ShiftCard, "Signs up, or joins the waiting list; repeating it changes nothing.";
        Withdraw { shift: ShiftId } = Delete "/api/v1/shifts/{shift}/signup", SignedIn, 200,
            (), () => ShiftCard, "Withdraws; the first in the queue moves up. Repeating it changes nothing.";
        PutSignUpRules { shift: ShiftId } = Put "/api/v1/shifts/{shift}/signup-rules", SignedIn, 200,
            (), ShiftSignUpRules => ShiftDetail, "Settles how sign-ups for one shift work (If-Match).";
        WatchShift { shift: ShiftId } = Put "/api/v1/shifts/{shift}/watch", SignedIn, 200,
            (), () => ShiftDetail, "Wants to be told if people are missing; repeating it changes nothing.";
        UnwatchShift { shift: ShiftId } = Delete "/api/v1/shifts/{shift}/watch", SignedIn, 200,
            (), () => ShiftDetail, "Does not want to be told any more.";
        AskForStandIn { shift: ShiftId } = Put "/api/v1/shifts/{shift}/stand-in", SignedIn, 200,
            (), () => ShiftDetail, "Asks for somebody to take over one's place; until then one keeps it.";
        StopAskingForStandIn { shift: ShiftId } = Delete "/api/v1/shifts/{shift}/stand-in", SignedIn, 200,
            (), () => ShiftDetail, "Does not need a stand-in any more.";
        TakeOver { shift: ShiftId } = Post "/api/v1/shifts/{shift}/stand-in/acceptance", SignedIn, 200,
            (), () => ShiftDetail, "Takes over the place of who asked first; one of many who try gets it.";
        GetRoster { shift: ShiftId } = Get "/api/v1/shifts/{shift}/roster", SignedIn, 200,
            (), () => Roster, "Who is on a shift; for its leader and planners.";
        AddMemberToShift { shift: ShiftId, member: MembershipId } = Put "/api/v1/shifts/{shift}/roster/{member}", SignedIn, 200,
            (), AddToRoster => Roster, "Adds a member; passing the maximum needs a reason and is logged.";
        RemoveMemberFromShift { shift: ShiftId, member: MembershipId } = Delete "/api/v1/shifts/{shift}/roster/{member}", SignedIn, 200,
            (), () => Roster, "Takes a member off a shift; the person is told.";
        PutShares { shift: ShiftId } = Put "/api/v1/shifts/{shift}/shares", SignedIn, 200,
            SharesQuery, SharesForm => ShiftDetail, "Shares a shift with other organisations: who, how many places, when unused ones are everybody's (If-Match).";
        ListSharedShifts { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/shared-shifts", SignedIn, 200,
            (), () => Vec<SharedShift>, "Shifts of others that the organisation was asked to share, or shares; for planners.";
        ListShareable { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/shareable", SignedIn, 200,
            (), () => Vec<OrganisationRef>, "Partners that a shift of the organisation can be shared with; for planners.";
        AnswerSharedShift { organisation: OrganisationId, shift: ShiftId } = Put "/api/v1/organisations/{organisation}/shared-shifts/{shift}", SignedIn, 200,
            (), AnswerShare => SharedShift, "Walks along, declines, or does so no more. Repeating it changes nothing.";
        ListSeries { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/series", SignedIn, 200,
            (), () => Vec<SeriesRow>, "An organisation's series; for planners.";
        PostSeries { organisation: OrganisationId } = Post "/api/v1/organisations/{organisation}/series", SignedIn, 201,
            (), SeriesForm => SeriesMade, "Plans a series and makes its first shifts.";
        PreviewSeries { organisation: OrganisationId } = Post "/api/v1/organisations/{organisation}/series/preview", SignedIn, 200,
            (), SeriesForm => SeriesPreview, "Every date a series would have, with what is special about it; makes nothing.";
        GetSeries { series: SeriesId } = Get "/api/v1/series/{series}", SignedIn, 200,
            (), () => SeriesDetail, "A series with its dates; for planners.";
        PreviewSeriesChange { series: SeriesId } = Post "/api/v1/series/{series}/changes/preview", SignedIn, 200,
            (), SeriesChange => ChangeEffect, "What an edit would do and who would be affected; changes nothing.";
        ChangeSeries { series: SeriesId } = Post "/api/v1/series/{series}/changes", SignedIn, 200,
            (), SeriesChange => SeriesChanged, "Edits one date, this and the following, or all (If-Match).";
        PreviewSeriesRemoval { series: SeriesId } = Get "/api/v1/series/{series}/removal", SignedIn, 200,
            (), () => ChangeEffect, "What taking a series away would do; changes nothing.";
        RemoveSeriesById { series: SeriesId } = Post "/api/v1/series/{series}/removal", SignedIn, 200,
            (), RemoveSeries => ChangeEffect, "Takes a series away: what is past stays, empty dates go, joined ones are cancelled.";
        GetStanding { series: SeriesId } = Get "/api/v1/series/{series}/standing", SignedIn, 200,
            (), () => StandingView, "What coming on every date of a series means for oneself; for members.";
        BeginStanding { series: SeriesId } = Put "/api/v1/series/{series}/standing", SignedIn, 200,
            (), () => StandingView, "Comes on every date, those of today and those to come; says which were not possible. Repeating it tries those again.";
        EndStanding { series: SeriesId } = Delete "/api/v1/series/{series}/standing", SignedIn, 200,
            EndStandingQuery, () => StandingView, "Comes on every date no more; the dates one is on are kept, or freed.";
        WatchSeries { series: SeriesId } = Put "/api/v1/series/{series}/watch", SignedIn, 200,
            (), () => StandingView, "Wants to be told if people are missing on any date; repeating it changes nothing.";
        UnwatchSeries { series: SeriesId } = Delete "/api/v1/series/{series}/watch", SignedIn, 200,
            (), () => StandingView, "Does not want to be told any more.";
        CopyShiftTo { shift: ShiftId } = Post "/api/v1/shifts/{shift}/copies", SignedIn, 201,
            (), CopyShift => BatchDone, "Repeats a shift on other days.";
        CopyWeekTo { organisation: OrganisationId } = Post "/api/v1/organisations/{organisation}/week-copies", SignedIn, 201,
            (), CopyWeek => BatchDone, "Repeats a week's shifts in another week.";
        PublishMany { organisation: OrganisationId } = Post "/api/v1/organisations/{organisation}/publications", SignedIn, 201,
            (), PublishShifts => BatchDone, "Opens many drafts at once; says which could not be opened.";
        UndoBatch { batch: BatchId } = Post "/api/v1/batches/{batch}/undoing", SignedIn, 200,
            (), () => BatchUndone, "Takes back what was done with many shifts at once, except where people have joined.";
    }
    "walks" {
        GetWalk { shift: ShiftId } = Get "/api/v1/shifts/{shift}/walk", SignedIn, 200,
            (), () => WalkPage, "All that a walk needs on one page; for its leader and those on it.";
        PutWalkPlan { shift: ShiftId } = Put "/api/v1/shifts/{shift}/walk/plan", SignedIn, 200,
            (), WalkPlan => WalkPage, "Settles route, deputy and the meeting midway.";
        CheckMyselfIn { shift: ShiftId } = Put "/api/v1/shifts/{shift}/walk/check-in", SignedIn, 200,
            (), CheckIn => WalkPage, "Checks oneself in: at the meeting point, or with the leader's code. No position is sent.";
        GetCheckInCode { shift: ShiftId } = Get "/api/v1/shifts/{shift}/walk/check-in-code", SignedIn, 200,
            (), () => CheckInCode, "A code to be shown on the leader's screen, good for a few minutes.";
        PutAttendance { shift: ShiftId, member: MembershipId } = Put "/api/v1/shifts/{shift}/walk/attendances/{member}", SignedIn, 200,
            (), AttendanceForm => WalkPage, "The leader checks somebody in, also a member who had not signed up.";
        DeleteAttendance { shift: ShiftId, member: MembershipId } = Delete "/api/v1/shifts/{shift}/walk/attendances/{member}", SignedIn, 200,
            (), () => WalkPage, "Takes a check-in back.";
        PutGuest { shift: ShiftId, guest: GuestId } = Put "/api/v1/shifts/{shift}/walk/guests/{guest}", SignedIn, 200,
            (), GuestForm => WalkPage, "Writes a guest without account down: a first name, counted.";
        DeleteGuest { shift: ShiftId, guest: GuestId } = Delete "/api/v1/shifts/{shift}/walk/guests/{guest}", SignedIn, 200,
            (), () => WalkPage, "Takes a guest off again.";
        SplitGroups { shift: ShiftId } = Post "/api/v1/shifts/{shift}/walk/group-split", SignedIn, 200,
            (), () => WalkPage, "Splits those who are there into groups of two to five.";
        PutGroups { shift: ShiftId } = Put "/api/v1/shifts/{shift}/walk/groups", SignedIn, 200,
            (), GroupsForm => WalkPage, "Sets the walking groups as a whole.";
        PutCheckpoint { shift: ShiftId } = Put "/api/v1/shifts/{shift}/walk/checkpoint", SignedIn, 200,
            (), Tick => WalkPage, "The groups have met midway.";
        PutAllHome { shift: ShiftId } = Put "/api/v1/shifts/{shift}/walk/all-home", SignedIn, 200,
            (), Tick => WalkPage, "Everybody is home: closes the walk and its attendance.";
        AbortWalkById { shift: ShiftId } = Post "/api/v1/shifts/{shift}/walk/abortion", SignedIn, 200,
            (), AbortWalk => WalkPage, "Breaks a walk under way off.";
        PutLoan { shift: ShiftId, equipment: EquipmentId } = Put "/api/v1/shifts/{shift}/walk/equipment/{equipment}", SignedIn, 200,
            (), LoanForm => WalkPage, "How many of a thing went out with the walk and came back.";
        GetReport { shift: ShiftId } = Get "/api/v1/shifts/{shift}/report", SignedIn, 200,
            (), () => ReportPage, "The walk's report, or what it begins with.";
        PutReport { shift: ShiftId, report: ReportId } = Put "/api/v1/shifts/{shift}/reports/{report}", SignedIn, 200,
            (), SaveReport => ReportView, "Saves the walk's report for the organisation; repeating it changes nothing.";
        PreviewReport { shift: ShiftId, report: ReportId } = Get "/api/v1/shifts/{shift}/reports/{report}/city-preview", SignedIn, 200,
            (), () => CityPreview, "What the city would see.";
        SubmitReport { shift: ShiftId, report: ReportId } = Post "/api/v1/shifts/{shift}/reports/{report}/submission", SignedIn, 200,
            (), SendReport => ReportView, "Sends a saved revision to the city, where it is frozen; repeating it sends nothing more.";
        ListReports { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/walk-reports", SignedIn, 200,
            YearQuery, () => Vec<ReportRow>, "The year's walks with their reports; for planners.";
        GetWalkStatistics { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/walk-statistics", SignedIn, 200,
            YearQuery, () => WalkStatistics, "Walks and elapsed hours of a year.";
        GetWalkSettings { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/walk-settings", SignedIn, 200,
            (), () => WalkSettingsView, "The organisation's settings for its walks.";
        PutWalkSettings { organisation: OrganisationId } = Put "/api/v1/organisations/{organisation}/walk-settings", SignedIn, 200,
            (), WalkSettings => WalkSettingsView, "Changes the settings for walks (If-Match).";
        ListEquipment { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/equipment", SignedIn, 200,
            (), () => Vec<EquipmentView>, "What the organisation owns, and what of it is still out.";
        PutEquipment { organisation: OrganisationId, equipment: EquipmentId } = Put "/api/v1/organisations/{organisation}/equipment/{equipment}", SignedIn, 200,
            (), EquipmentForm => Vec<EquipmentView>, "Adds a thing or changes it.";
        RetireEquipment { organisation: OrganisationId, equipment: EquipmentId } = Delete "/api/v1/organisations/{organisation}/equipment/{equipment}", SignedIn, 200,
            (), () => Vec<EquipmentView>, "Takes a thing out of use; its loans stay on record.";
        ListCompensation { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/compensation", SignedIn, 200,
            (), () => Vec<StatementView>, "The organisation's agreements on compensation with their statements.";
        ListCityReports {} = Get "/api/v1/city/walk-reports", Liaison, 200,
            CityReportQuery, () => Page<CityReportRow>, "Walk reports that were sent to the city, latest first.";
        GetCityReport { report: ReportId } = Get "/api/v1/city/walk-reports/{report}", Liaison, 200,
            (), () => CityReportView, "A walk report as it was sent: frozen versions only.";
        AcceptReport { report: ReportId } = Put "/api/v1/city/walk-reports/{report}/acceptance", Liaison, 200,
            (), () => CityReportView, "The city takes note of a report; never of one's own organisation.";
        ListCityCompensation {} = Get "/api/v1/city/compensation", Liaison, 200,
            (), () => Vec<StatementView>, "All agreements on compensation with their statements.";
        PutAgreement { agreement: AgreementId } = Put "/api/v1/city/compensation/{agreement}", Liaison, 200,
            (), AgreementForm => StatementView, "Makes or changes an agreement that is not approved yet.";
        ApproveStatement { agreement: AgreementId } = Post "/api/v1/city/compensation/{agreement}/approval", Liaison, 200,
            (), () => StatementView, "Approves a statement, which is frozen from then on (If-Match).";
        GetStatementCsv { agreement: AgreementId } = Get "/api/v1/city/compensation/{agreement}/csv", Liaison, 200,
            (), () => ExportFile, "The statement as CSV for a Swedish Excel.";
        GetStatementXlsx { agreement: AgreementId } = Get "/api/v1/city/compensation/{agreement}/xlsx", Liaison, 200,
            (), () => ExportFile, "The statement as an Excel file.";
    }
    "messages" {
        GetReminderSettings { organisation: OrganisationId } = Get "/api/v1/organisations/{organisation}/reminder-settings", SignedIn, 200,
            (), () => ReminderSettings, "How long before a walk the organisation reminds; for administrators.";
        PutReminderSettings { organisation: OrganisationId } = Put "/api/v1/organisations/{organisation}/reminder-settings", SignedIn, 200,
            (), ReminderHours => ReminderSettings, "Chooses when to remind (If-Match); reminders that wait follow.";
        PreviewMailWithdrawal {} = Post "/api/v1/mail-actions/withdrawal-preview", Public, 200,
            (), MailToken => WithdrawPreview, "What a mail's withdraw link stands for; changes nothing.";
        AcceptByMail {} = Post "/api/v1/mail-actions/acceptance", Public, 200,
            (), MailToken => WithdrawPreview, "Takes the place that is kept for one, with the token of the mail that offers it.";
        WithdrawByMail {} = Post "/api/v1/mail-actions/withdrawal", Public, 200,
            (), MailToken => WithdrawPreview, "Withdraws with the token of a mail, without signing in.";
        UnsubscribeByMail {} = Post "/api/v1/mail-actions/unsubscription", Public, 204,
            (), MailToken => (), "Stops reminders with the token of a mail.";
    }
}
