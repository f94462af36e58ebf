//! The people of the stories: registered, confirmed, signed in; and a partner organisation with its members.

use futures_util::{StreamExt, stream};
use lykta_shared::{
    api,
    identity::{LoginRequest, RegisterRequest, ResetPasswordRequest, TokenRequest},
    ids::{MembershipId, OrganisationId, ShiftId},
    organisations::{
        AgeBand, ApplicationForm, ApproveRequest, Grant, InviteRequest, MembershipStatus, OrgRole,
    },
    shifts::{
        CreateShift, MeetingPoint, ShiftDetail, ShiftForm, SignUpRequest, SignUpSettings,
        SignUpSettingsView,
        series::{SeriesForm, Weekday},
    },
    text::{Email, Password, Title, Token},
    time::{
        Fold, LocalDate, LocalTime,
        civil::{shift_days, weekday},
    },
};

use crate::{App, Client, app::LIAISON};

/// Everybody's password: long enough, and not made of anybody's name.
pub const PASSWORD: &str = "fem gula lyktor i snön";

fn text<T: TryFrom<String, Error: std::fmt::Debug>>(text: &str) -> T {
    T::try_from(text.to_owned()).expect("a text that is possible")
}

/// An organisation that the city has approved, and its first administrator.
#[derive(Debug, Clone)]
pub struct Partner {
    /// The organisation.
    pub id: OrganisationId,
    /// Its word in paths.
    pub slug: String,
    /// Its first administrator, signed in.
    pub admin: Client,
    /// The administrator's membership.
    pub admin_member: MembershipId,
}

impl Partner {
    /// Settles how the organisation's sign-ups work. A new partner of the tests has everything switched off that
    /// happens by itself.
    pub async fn settle(&self, settings: SignUpSettings) -> crate::Answer<SignUpSettingsView> {
        let organisation = self.id;
        let held = self
            .admin
            .get(api::GetSignUpSettings { organisation })
            .await
            .ok();
        let endpoint = api::PutSignUpSettings { organisation };
        self.admin
            .if_match(held.version)
            .call(endpoint, settings)
            .await
    }
}

/// What an organisation of this name would send to the city.
pub fn application(name: &str, organisation_type: &str) -> ApplicationForm {
    ApplicationForm {
        organisation_type: text(organisation_type),
        name: text(name),
        organisation_number: None,
        description: text("Vi går på fredagar."),
        districts: vec![text("rissne"), text("hallonbergen")],
        activity_types: vec![text("night_walk"), text("evening_walk")],
        contact_name: text("Kim Kontakt"),
        contact_email: text("kontakt@forening.example"),
        contact_phone: Some(text("070-174 06 05")),
        contact_consent: true,
        people: Some(20),
    }
}

/// A series of this shift: the weekday of its date, from that date on, for so many weeks, opened at once.
pub fn term(template: ShiftForm, weeks: i32) -> SeriesForm {
    let day = usize::try_from(weekday(template.date) - 1).expect("a day of the week");
    let day = Weekday::ALL.get(day).expect("a day of the week");
    SeriesForm {
        rule: text(&format!("FREQ=WEEKLY;BYDAY={day}")),
        from: template.date,
        to: shift_days(template.date, 7 * weeks - 1),
        excluded: Vec::new(),
        template,
        publish: true,
    }
}

impl App {
    /// Somebody with a confirmed address `<name>@example.se`, signed in.
    pub async fn person(&self, name: &str) -> Client {
        self.register(name).await;
        let mails = self.mails_to(&format!("{name}@example.se")).await;
        let token = mails.last().expect("a confirmation mail").token("verify");
        let client = self.visitor();
        client
            .call(
                api::VerifyEmail {},
                TokenRequest {
                    token: text::<Token>(&token),
                },
            )
            .await
            .ok();
        self.log_in(&format!("{name}@example.se")).await
    }

    /// Asks for an account for `<name>@example.se`.
    pub async fn register(&self, name: &str) {
        let request = RegisterRequest {
            email: text::<Email>(&format!("{name}@example.se")),
            display_name: text(name),
            password: text::<Password>(PASSWORD),
            language: lykta_shared::identity::Language::Sv,
        };
        self.visitor().call(api::Register {}, request).await.ok();
    }

    /// Signs in with everybody's password.
    pub async fn log_in(&self, email: &str) -> Client {
        let client = self.visitor();
        let request = LoginRequest {
            email: text(email),
            password: text(PASSWORD),
        };
        client.call(api::Login {}, request).await.ok();
        client
    }

    /// The city's liaison, signed in.
    pub async fn liaison(&self) -> Client {
        let token = self
            .admin_link()
            .split_once("#t=")
            .expect("a link with a token")
            .1;
        let client = self.visitor();
        let request = ResetPasswordRequest {
            token: text(token),
            password: text(PASSWORD),
        };
        let answer = client.call(api::ResetPassword {}, request).await;
        assert!(
            answer.status.is_success() || answer.status.as_u16() == 410,
            "{}",
            answer.text
        );
        self.log_in(LIAISON).await
    }

    /// An approved night-walk group with this name; its administrator is `<slug-like first word>-admin`.
    pub async fn partner(&self, name: &str) -> Partner {
        self.partner_of_type(name, "night_walk_group").await
    }

    /// An approved organisation of this name and type.
    pub async fn partner_of_type(&self, name: &str, organisation_type: &str) -> Partner {
        let word = name
            .split_whitespace()
            .next()
            .unwrap_or("org")
            .to_lowercase();
        let ascii: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
        let admin = self.person(&format!("{ascii}-admin")).await;
        let created = admin
            .call(
                api::CreateOrganisation {},
                application(name, organisation_type),
            )
            .await
            .ok();
        let application = created.id;
        admin.get(api::SubmitApplication { application }).await.ok();
        let liaison = self.liaison().await;
        liaison.get(api::StartReview { application }).await.ok();
        let grant = Grant {
            activity_types: vec![text("night_walk"), text("evening_walk")],
            districts: vec![text("rissne"), text("hallonbergen")],
            agreement_ends_on: LocalDate {
                year: 2098,
                month: 12,
                day: 31,
            },
        };
        let request = ApproveRequest {
            grant,
            message: text("Välkomna."),
        };
        liaison
            .call(api::ApproveApplication { application }, request)
            .await
            .ok();
        let me = admin.get(api::GetMe {}).await.ok();
        let mine = me
            .memberships
            .iter()
            .find(|m| m.organisation == created.organisation)
            .expect("a membership");
        let partner = Partner {
            id: created.organisation,
            slug: created.slug,
            admin_member: mine.id,
            admin,
        };
        // Most walks of the tests have too few people and must not be called off for it before their hour.
        let settings = SignUpSettings {
            cancel_hours: 0,
            offer_hours: 0,
            alert_planners_hours: 0,
            alert_watchers_hours: 0,
            alert_everybody_hours: 0,
            decide_hours: 0,
            ..SignUpSettings::default()
        };
        partner.settle(settings).await.ok();
        partner
    }

    /// A member of the organisation, invited and accepted, with these roles, signed in.
    pub async fn member(
        &self,
        partner: &Partner,
        name: &str,
        roles: &[OrgRole],
    ) -> (Client, MembershipId) {
        let client = self.person(name).await;
        let member = self.join(partner, &client, name, roles).await;
        (client, member)
    }

    /// Lets somebody who has an account become a member by invitation.
    pub async fn join(
        &self,
        partner: &Partner,
        client: &Client,
        name: &str,
        roles: &[OrgRole],
    ) -> MembershipId {
        let email = format!("{name}@example.se");
        let youth = roles.contains(&OrgRole::YouthVolunteer);
        let request = InviteRequest {
            email: text(&email),
            roles: roles.to_vec(),
            age_band: if youth {
                AgeBand::Youth
            } else {
                AgeBand::Adult
            },
        };
        partner
            .admin
            .call(
                api::Invite {
                    organisation: partner.id,
                },
                request,
            )
            .await
            .ok();
        let token = self
            .mails_to(&email)
            .await
            .last()
            .expect("an invitation")
            .token("invite");
        client
            .call(
                api::AcceptInvitation {},
                TokenRequest {
                    token: text(&token),
                },
            )
            .await
            .ok();
        let me = client.get(api::GetMe {}).await.ok();
        me.memberships
            .iter()
            .find(|m| m.organisation == partner.id)
            .expect("a membership")
            .id
    }

    /// So many volunteers of the organisation, signed in: let in by join link, a few at a time, because
    /// passwords are hashed by few threads and whoever can't wait is sent away.
    pub async fn crowd(&self, partner: &Partner, people: usize) -> Vec<Client> {
        let names: Vec<String> = (0..people).map(|i| format!("walker{i}")).collect();
        a_few_at_a_time(&names, |name| async move { self.register(&name).await }).await;
        let mails = &self.mails().await;
        let organisation = partner.id;
        let link = partner
            .admin
            .get(api::CreateJoinLink { organisation })
            .await
            .ok();
        let link = &link.token;
        let crowd = a_few_at_a_time(&names, |name| async move {
            let address = format!("{name}@example.se");
            let mail = mails.iter().rev().find(|mail| mail.to == address);
            let token = text(&mail.expect("a confirmation mail").token("verify"));
            let visitor = self.visitor();
            visitor
                .call(api::VerifyEmail {}, TokenRequest { token })
                .await
                .ok();
            let client = self.log_in(&address).await;
            let token = text(link);
            client
                .call(api::RequestToJoin {}, TokenRequest { token })
                .await
                .ok();
            client
        })
        .await;
        let members = partner
            .admin
            .get(api::ListMembers { organisation })
            .await
            .ok();
        for member in members {
            if member.status == MembershipStatus::Pending {
                let member = member.id;
                let endpoint = api::ApproveMember {
                    organisation,
                    member,
                };
                partner.admin.get(endpoint).await.ok();
            }
        }
        crowd
    }

    /// The plan of a walk `days` days from the server's today, 20.00–23.00, for two to `maximum` people.
    pub async fn plan(&self, days: i32, maximum: u16) -> ShiftForm {
        let (today, _) = lykta_shared::time::civil::local(self.now().await);
        ShiftForm {
            activity_type: text("night_walk"),
            title: text::<Title>("Nattvandring Rissne"),
            district: text("rissne"),
            meeting_point: MeetingPoint {
                name: text("Rissne torg"),
                address: Some(text("Rissneleden 1")),
                latitude: Some(59.3755),
                longitude: Some(17.94),
            },
            date: shift_days(today, days),
            start_time: LocalTime {
                hour: 20,
                minute: 0,
            },
            end_time: LocalTime {
                hour: 23,
                minute: 0,
            },
            start_fold: Fold::Earlier,
            end_fold: Fold::Earlier,
            minimum: 2,
            maximum: maximum.max(2),
            needs_leader: true,
            leader: None,
            notes: text("Ta med reflexväst."),
            briefing: text("Vi går i två grupper."),
            public: false,
        }
    }

    /// An open walk of the partner, planned by its administrator.
    pub async fn walk(&self, partner: &Partner, shift: ShiftForm) -> ShiftDetail {
        let create = CreateShift {
            shift,
            publish: true,
        };
        partner
            .admin
            .call(
                api::PostShift {
                    organisation: partner.id,
                },
                create,
            )
            .await
            .ok()
    }
}

impl Client {
    /// Signs up, without waiting list.
    pub async fn sign_up(&self, shift: ShiftId) -> crate::Answer<lykta_shared::shifts::ShiftCard> {
        self.call(api::SignUp { shift }, SignUpRequest { waitlist: false })
            .await
    }

    /// Signs up, or waits.
    pub async fn sign_up_or_wait(
        &self,
        shift: ShiftId,
    ) -> crate::Answer<lykta_shared::shifts::ShiftCard> {
        self.call(api::SignUp { shift }, SignUpRequest { waitlist: true })
            .await
    }
}

async fn a_few_at_a_time<T, F: Future<Output = T>>(
    names: &[String],
    each: impl Fn(String) -> F,
) -> Vec<T> {
    stream::iter(names.iter().cloned().map(each))
        .buffered(4)
        .collect()
        .await
}
