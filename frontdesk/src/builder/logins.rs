//! What waits for a login: how much, and how long.

use std::time::Duration;

use super::DeskBuilder;

impl<S: Send + Sync + 'static> DeskBuilder<S> {
    /// Sets how long people have to sign in after [`Problem::with_login`](crate::Problem::with_login)
    /// sent them to the login page: so long the form that they had sent and its page wait. Default: 30
    /// minutes. It must not be zero.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).login_lifetime(Duration::from_secs(10 * 60)).build()?;
    /// # let _ = desk;
    /// assert!(Desk::builder(()).login_lifetime(Duration::ZERO).build().is_err());
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn login_lifetime(mut self, lifetime: Duration) -> Self {
        if lifetime.is_zero() {
            self.mistake(
                "a login lifetime of zero lets nobody be led back after a login",
                "write how long people have to sign in: `login_lifetime(Duration::from_secs(30 * 60))`",
            );
        }
        self.login.lifetime = lifetime;
        self
    }

    /// Sets how much of a form waits for a login, in bytes. Default: 16 KiB. Of a larger form, the
    /// longest values that fit are stored, and its page reports that some are missing.
    ///
    /// What is larger than 1 KiB is in the [`state_store`](Self::state_store), else in a cookie.
    ///
    /// ```
    /// use frontdesk::Desk;
    ///
    /// # fn main() -> Result<(), frontdesk::BuildError> {
    /// let desk = Desk::builder(()).login_limit(64 * 1024).build()?;
    /// # let _ = desk;
    /// # Ok(())
    /// # }
    /// ```
    pub fn login_limit(mut self, bytes: usize) -> Self {
        self.login.limit = bytes;
        self
    }
}
