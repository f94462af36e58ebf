//! The tables, one description for both databases. A test compares it with what the migrations make of
//! SQLite and PostgreSQL.

diesel::table! {
    vocabulary_items (vocabulary, item_key) {
        vocabulary -> Text,
        item_key -> Text,
        position -> Integer,
        label_sv -> Text,
        label_en -> Text,
        attributes -> Text,
        hidden -> Bool,
    }
}

diesel::table! {
    districts (district_key) {
        district_key -> Text,
        position -> Integer,
        name -> Text,
        latitude -> Double,
        longitude -> Double,
        population -> Nullable<Integer>,
        priority -> Bool,
        coordinate_confidence -> Text,
        hidden -> Bool,
    }
}

diesel::table! {
    audit_events (id) {
        id -> Text,
        at -> Timestamp,
        organisation_id -> Nullable<Text>,
        actor_id -> Nullable<Text>,
        action -> Text,
        object_type -> Text,
        object_id -> Text,
        reason -> Nullable<Text>,
    }
}

diesel::table! {
    users (id) {
        id -> Text,
        email -> Text,
        email_norm -> Text,
        display_name -> Text,
        language -> Text,
        phone -> Nullable<Text>,
        show_phone -> Bool,
        reminders -> Bool,
        password_hash -> Nullable<Text>,
        pepper_key -> Nullable<Text>,
        email_verified_at -> Nullable<Timestamp>,
        suspended_at -> Nullable<Timestamp>,
        session_epoch -> Integer,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    city_roles (user_id, role) {
        user_id -> Text,
        role -> Text,
        granted_at -> Timestamp,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        authenticated_at -> Timestamp,
        auth_methods -> Text,
        device -> Text,
        ip_prefix -> Text,
    }
}

diesel::table! {
    refresh_tokens (id) {
        id -> Text,
        session_id -> Text,
        token_hash -> Text,
        issued_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        successor_id -> Nullable<Text>,
    }
}

diesel::table! {
    one_time_tokens (id) {
        id -> Text,
        purpose -> Text,
        user_id -> Text,
        email_norm -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    login_failures (failure_key) {
        failure_key -> Text,
        failures -> Integer,
        last_failure_at -> Timestamp,
        locked_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    auth_requests (id) {
        id -> Text,
        kind -> Text,
        email -> Text,
        email_norm -> Text,
        display_name -> Nullable<Text>,
        language -> Nullable<Text>,
        password_hash -> Nullable<Text>,
        pepper_key -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    organisations (id) {
        id -> Text,
        slug -> Text,
        name -> Text,
        organisation_type -> Text,
        organisation_number -> Nullable<Text>,
        special_category -> Bool,
        status -> Text,
        description -> Text,
        website -> Nullable<Text>,
        contact_name -> Text,
        contact_email -> Text,
        contact_phone -> Nullable<Text>,
        contact_consent -> Bool,
        listed -> Bool,
        publishes_shifts -> Bool,
        accepts_youth -> Bool,
        agreement_ends_on -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
        signup_settings -> Nullable<Text>,
    }
}

diesel::table! {
    organisation_districts (organisation_id, district_key) {
        organisation_id -> Text,
        district_key -> Text,
    }
}

diesel::table! {
    organisation_activities (organisation_id, activity_type) {
        organisation_id -> Text,
        activity_type -> Text,
    }
}

diesel::table! {
    partner_applications (id) {
        id -> Text,
        organisation_id -> Text,
        status -> Text,
        form -> Text,
        organisation_name -> Text,
        organisation_type -> Text,
        districts -> Text,
        created_by -> Nullable<Text>,
        submitted_at -> Nullable<Timestamp>,
        decided_at -> Nullable<Timestamp>,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    application_events (id) {
        id -> Text,
        organisation_id -> Text,
        application_id -> Text,
        position -> Integer,
        at -> Timestamp,
        from_status -> Text,
        to_status -> Text,
        by_city -> Bool,
        actor_id -> Nullable<Text>,
        message -> Text,
    }
}

diesel::table! {
    memberships (id) {
        id -> Text,
        organisation_id -> Text,
        user_id -> Text,
        status -> Text,
        age_band -> Text,
        guardian_consent_on -> Nullable<Text>,
        joined_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        end_reason -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    membership_roles (membership_id, role) {
        organisation_id -> Text,
        membership_id -> Text,
        role -> Text,
        granted_at -> Timestamp,
    }
}

diesel::table! {
    invitations (id) {
        id -> Text,
        organisation_id -> Text,
        email -> Text,
        email_norm -> Text,
        roles -> Text,
        age_band -> Text,
        token_hash -> Text,
        invited_by -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        accepted_at -> Nullable<Timestamp>,
        revoked_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    join_links (organisation_id) {
        organisation_id -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    shifts (id) {
        id -> Text,
        organisation_id -> Text,
        activity_type -> Text,
        title -> Text,
        district_key -> Text,
        place_name -> Text,
        place_address -> Nullable<Text>,
        latitude -> Nullable<Double>,
        longitude -> Nullable<Double>,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        local_date -> Text,
        minimum -> Integer,
        maximum -> Integer,
        extra_places -> Integer,
        taken -> Integer,
        adults -> Integer,
        waiting -> Integer,
        needs_leader -> Bool,
        leader_membership_id -> Nullable<Text>,
        notes -> Text,
        briefing -> Text,
        public -> Bool,
        status -> Text,
        cancel_reason -> Nullable<Text>,
        cancel_message -> Nullable<Text>,
        cancelled_at -> Nullable<Timestamp>,
        time_version -> Integer,
        version -> Integer,
        created_at -> Timestamp,
        signup_rules -> Nullable<Text>,
        offered -> Integer,
    }
}

diesel::table! {
    signups (id) {
        id -> Text,
        organisation_id -> Text,
        home_organisation_id -> Text,
        shift_id -> Text,
        membership_id -> Text,
        user_id -> Text,
        status -> Text,
        adult -> Bool,
        queue_position -> Nullable<Integer>,
        added_by -> Nullable<Text>,
        override_reason -> Nullable<Text>,
        signed_up_at -> Timestamp,
        changed_at -> Timestamp,
        offered_until -> Nullable<Timestamp>,
        standing -> Bool,
    }
}

diesel::table! {
    shift_shares (shift_id, guest_id) {
        organisation_id -> Text,
        shift_id -> Text,
        guest_id -> Text,
        places -> Integer,
        status -> Text,
        invited_at -> Timestamp,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    member_qualifications (membership_id, qualification) {
        organisation_id -> Text,
        membership_id -> Text,
        qualification -> Text,
        shown_on -> Text,
        valid_until -> Nullable<Text>,
        noted_by_role -> Text,
        noted_at -> Timestamp,
    }
}

diesel::table! {
    stand_in_requests (id) {
        id -> Text,
        organisation_id -> Text,
        shift_id -> Text,
        signup_id -> Text,
        status -> Text,
        asked_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    shift_watches (shift_id, user_id) {
        organisation_id -> Text,
        shift_id -> Text,
        user_id -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    shift_alerts (shift_id, time_version, alert) {
        organisation_id -> Text,
        shift_id -> Text,
        time_version -> Integer,
        alert -> Text,
        sent_at -> Timestamp,
    }
}

diesel::table! {
    outbox (id) {
        id -> Text,
        dedupe_key -> Text,
        kind -> Text,
        priority -> Integer,
        organisation_id -> Nullable<Text>,
        user_id -> Nullable<Text>,
        address -> Nullable<Text>,
        language -> Text,
        params -> Text,
        signup_id -> Nullable<Text>,
        shift_id -> Nullable<Text>,
        status -> Text,
        not_before -> Timestamp,
        expires_at -> Timestamp,
        next_attempt_at -> Timestamp,
        attempts -> Integer,
        lease_owner -> Nullable<Text>,
        lease_until -> Nullable<Timestamp>,
        lease_token -> Integer,
        smtp_code -> Nullable<Integer>,
        failure -> Nullable<Text>,
        accepted_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    suppressed_addresses (email_norm) {
        email_norm -> Text,
        failures -> Integer,
        suppressed_at -> Nullable<Timestamp>,
        last_code -> Integer,
    }
}

diesel::table! {
    walk_settings (organisation_id) {
        organisation_id -> Text,
        briefing_hours -> Integer,
        home_minutes -> Integer,
        step_minutes -> Integer,
        duty_membership_id -> Nullable<Text>,
        version -> Integer,
    }
}

diesel::table! {
    walks (shift_id) {
        shift_id -> Text,
        organisation_id -> Text,
        route -> Text,
        deputy_membership_id -> Nullable<Text>,
        checkpoint_at -> Nullable<Timestamp>,
        checkpoint_place -> Nullable<Text>,
        checkpoint_reached_at -> Nullable<Timestamp>,
        home_at -> Nullable<Timestamp>,
        home_by -> Nullable<Text>,
        abort_reason -> Nullable<Text>,
        abort_message -> Nullable<Text>,
    }
}

diesel::table! {
    briefing_readings (shift_id, user_id) {
        shift_id -> Text,
        user_id -> Text,
        organisation_id -> Text,
        read_at -> Timestamp,
    }
}

diesel::table! {
    attendances (shift_id, walker_id) {
        shift_id -> Text,
        walker_id -> Text,
        organisation_id -> Text,
        home_organisation_id -> Text,
        membership_id -> Nullable<Text>,
        first_name -> Nullable<Text>,
        adult -> Bool,
        way -> Text,
        came_at -> Timestamp,
        left_at -> Nullable<Timestamp>,
        group_number -> Nullable<Integer>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    walking_groups (shift_id, number) {
        shift_id -> Text,
        number -> Integer,
        organisation_id -> Text,
        area -> Text,
        phone_walker_id -> Nullable<Text>,
    }
}

diesel::table! {
    equipment (id) {
        id -> Text,
        organisation_id -> Text,
        equipment_type -> Text,
        label -> Text,
        quantity -> Integer,
        retired_at -> Nullable<Timestamp>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    equipment_loans (shift_id, equipment_id) {
        shift_id -> Text,
        equipment_id -> Text,
        organisation_id -> Text,
        taken -> Integer,
        returned -> Integer,
    }
}

diesel::table! {
    walk_reports (id) {
        id -> Text,
        organisation_id -> Text,
        shift_id -> Text,
        revision -> Integer,
        content -> Text,
        written_by -> Nullable<Text>,
        saved_at -> Timestamp,
        reference -> Nullable<Text>,
        sent_revision -> Nullable<Integer>,
        sent_at -> Nullable<Timestamp>,
        accepted_at -> Nullable<Timestamp>,
        accepted_by -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    walk_report_versions (report_id, number) {
        report_id -> Text,
        number -> Integer,
        organisation_id -> Text,
        revision -> Integer,
        content -> Text,
        sent_by -> Nullable<Text>,
        sent_at -> Timestamp,
    }
}

diesel::table! {
    report_numbers (year) {
        year -> Integer,
        last -> Integer,
    }
}

diesel::table! {
    compensation_agreements (id) {
        id -> Text,
        organisation_id -> Text,
        title -> Text,
        starts_on -> Text,
        ends_on -> Text,
        evenings -> Integer,
        minimum_adults -> Integer,
        amount_ore -> Integer,
        report_required -> Bool,
        statement -> Nullable<Text>,
        approved_at -> Nullable<Timestamp>,
        approved_by -> Nullable<Text>,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    calendar_feeds (user_id) {
        user_id -> Text,
        token_hash -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    organisation_calendar_feeds (organisation_id) {
        organisation_id -> Text,
        token_hash -> Text,
        language -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    reminder_settings (organisation_id) {
        organisation_id -> Text,
        early_hours -> Nullable<Integer>,
        late_hours -> Nullable<Integer>,
        version -> Integer,
    }
}

diesel::table! {
    idempotency_keys (user_id, idempotency_key) {
        user_id -> Text,
        idempotency_key -> Text,
        request -> Text,
        body_hash -> Text,
        reply -> Nullable<Text>,
        created_at -> Timestamp,
    }
}

diesel::table! {
    shift_series (id) {
        id -> Text,
        organisation_id -> Text,
        root_id -> Text,
        rule -> Text,
        from_date -> Text,
        to_date -> Text,
        excluded -> Text,
        template -> Text,
        publish -> Bool,
        status -> Text,
        made_until -> Text,
        planned_by -> Text,
        version -> Integer,
        created_at -> Timestamp,
    }
}

diesel::table! {
    series_occurrences (root_id, original_date) {
        root_id -> Text,
        original_date -> Text,
        organisation_id -> Text,
        series_id -> Text,
        shift_id -> Text,
    }
}

diesel::table! {
    standing_sign_ups (root_id, membership_id) {
        organisation_id -> Text,
        root_id -> Text,
        membership_id -> Text,
        user_id -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    series_watches (root_id, membership_id) {
        organisation_id -> Text,
        root_id -> Text,
        membership_id -> Text,
        user_id -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    shift_batches (id) {
        id -> Text,
        organisation_id -> Text,
        kind -> Text,
        series_id -> Nullable<Text>,
        made_by -> Text,
        made_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    shift_batch_items (batch_id, shift_id) {
        batch_id -> Text,
        organisation_id -> Text,
        shift_id -> Text,
    }
}

diesel::table! {
    city_days (id) {
        id -> Text,
        built_in -> Nullable<Text>,
        kind -> Text,
        label_sv -> Text,
        label_en -> Text,
        first_day -> Text,
        last_day -> Text,
        level -> Integer,
        hidden -> Bool,
        version -> Integer,
    }
}

diesel::table! {
    job_heartbeats (job) {
        job -> Text,
        beat_at -> Timestamp,
        failed -> Integer,
    }
}

diesel::joinable!(city_roles -> users (user_id));
diesel::joinable!(sessions -> users (user_id));
diesel::joinable!(refresh_tokens -> sessions (session_id));
diesel::joinable!(one_time_tokens -> users (user_id));
diesel::joinable!(organisation_districts -> organisations (organisation_id));
diesel::joinable!(organisation_districts -> districts (district_key));
diesel::joinable!(organisation_activities -> organisations (organisation_id));
diesel::joinable!(partner_applications -> organisations (organisation_id));
diesel::joinable!(application_events -> partner_applications (application_id));
diesel::joinable!(memberships -> organisations (organisation_id));
diesel::joinable!(memberships -> users (user_id));
diesel::joinable!(membership_roles -> memberships (membership_id));
diesel::joinable!(invitations -> organisations (organisation_id));
diesel::joinable!(join_links -> organisations (organisation_id));
diesel::joinable!(shifts -> organisations (organisation_id));
diesel::joinable!(signups -> shifts (shift_id));
diesel::joinable!(signups -> memberships (membership_id));
diesel::joinable!(signups -> users (user_id));
diesel::joinable!(shift_shares -> shifts (shift_id));
diesel::joinable!(member_qualifications -> memberships (membership_id));
diesel::joinable!(stand_in_requests -> signups (signup_id));
diesel::joinable!(outbox -> users (user_id));
diesel::joinable!(shift_series -> organisations (organisation_id));
diesel::joinable!(series_occurrences -> shift_series (series_id));
diesel::joinable!(series_occurrences -> shifts (shift_id));
diesel::joinable!(shift_batch_items -> shifts (shift_id));
diesel::joinable!(shift_batch_items -> shift_batches (batch_id));
diesel::joinable!(walks -> shifts (shift_id));
diesel::joinable!(attendances -> shifts (shift_id));
diesel::joinable!(attendances -> memberships (membership_id));
diesel::joinable!(equipment_loans -> shifts (shift_id));
diesel::joinable!(equipment_loans -> equipment (equipment_id));
diesel::joinable!(walk_reports -> shifts (shift_id));
diesel::joinable!(walk_reports -> organisations (organisation_id));
diesel::joinable!(compensation_agreements -> organisations (organisation_id));

diesel::allow_tables_to_appear_in_same_query!(
    vocabulary_items,
    districts,
    audit_events,
    users,
    city_roles,
    sessions,
    refresh_tokens,
    one_time_tokens,
    login_failures,
    auth_requests,
    organisations,
    organisation_districts,
    organisation_activities,
    partner_applications,
    application_events,
    memberships,
    membership_roles,
    invitations,
    join_links,
    shifts,
    signups,
    shift_shares,
    member_qualifications,
    stand_in_requests,
    shift_watches,
    shift_alerts,
    outbox,
    calendar_feeds,
    organisation_calendar_feeds,
    reminder_settings,
    idempotency_keys,
    suppressed_addresses,
    shift_series,
    series_occurrences,
    standing_sign_ups,
    series_watches,
    shift_batches,
    shift_batch_items,
    city_days,
    job_heartbeats,
    walk_settings,
    walks,
    briefing_readings,
    attendances,
    walking_groups,
    equipment,
    equipment_loans,
    walk_reports,
    walk_report_versions,
    report_numbers,
    compensation_agreements,
);
